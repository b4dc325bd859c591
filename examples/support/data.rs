//! The data sets, read from the text that is compiled in.

/// The numbers of a CSV file with a header line: the features of each row, and the last column as a class.
pub fn rows<const N: usize>(csv: &str) -> (Vec<[f64; N]>, Vec<usize>) {
    let row = |line: &str| {
        let mut x = [0.0; N];
        let mut cells = line.split(',');
        for (place, cell) in x.iter_mut().zip(&mut cells) {
            *place = cell.parse().expect("a number");
        }
        (x, cells.next().expect("a target").trim().parse::<usize>().expect("a class"))
    };
    csv.lines().skip(1).map(row).unzip()
}

/// Gives every column mean 0 and (population) standard deviation 1.
#[allow(dead_code)]
pub fn standardise<const N: usize>(x: &mut [[f64; N]]) {
    let m = x.len() as f64;
    for j in 0..N {
        let mean = x.iter().map(|row| row[j]).sum::<f64>() / m;
        let variance = x.iter().map(|row| (row[j] - mean).powi(2)).sum::<f64>() / m;
        for row in x.iter_mut() {
            row[j] = (row[j] - mean) / variance.sqrt();
        }
    }
}
