#[derive(chainrule::Gradient)]
struct Empty {
    #[gradient(skip)]
    id: u32,
}

fn main() {
    let _ = Empty { id: 0 }.id;
}
