//! Values against references and at the edges.
//!
//! The references were computed by mpmath 1.x with 400 digits and rounded to the nearest number.

use super::alone::{
    acosh, asinh, atanh, cosm1, elu, erf, erfc, erfcx, gelu, logcosh, logerfc, logit, logsinh, logsumexp, mish, sigmoid, silu, softplus,
};
use super::*;

/// Distance in units in the last place of the reference.
fn ulps(value: f64, reference: f64) -> f64 {
    if value == reference {
        return 0.0;
    }
    let unit = f64::from_bits(reference.abs().to_bits() + 1) - reference.abs();
    (value - reference).abs() / unit
}

/// Compares `f` with a table, given the largest error in ulp.
fn check(name: &str, f: fn(f64) -> f64, most: f64, table: &[(f64, f64)]) {
    for &(x, reference) in table {
        let value = f(x);
        let error = ulps(value, reference);
        assert!(error <= most, "{name}({x:e}) is {value:e}, should be {reference:e}: {error} ulp");
    }
}

#[test]
fn erf_table() {
    check(
        "erf",
        erf,
        2.0,
        &[
            (1e-300, 1.1283791670955126e-300),
            (1e-09, 1.1283791670955127e-09),
            (0.25, 0.27632639016823696),
            (0.5, 0.5204998778130465),
            (0.84375, 0.7672256612323416),
            (0.9, 0.7969082124228322),
            (1.2, 0.9103139782296353),
            (1.25, 0.9229001282564583),
            (2.0, 0.9953222650189527),
            (2.9, 0.9999589021219005),
            (3.5, 0.9999992569016276),
            (5.9, 0.9999999999999999),
            (-0.7, -0.6778011938374184),
            (-3.0, -0.9999779095030014),
        ],
    );
}

#[test]
fn erfc_table() {
    check(
        "erfc",
        erfc,
        3.0,
        &[
            (1e-17, 1.0),
            (0.1, 0.887537083981715),
            (0.3, 0.6713732405408726),
            (0.8, 0.2578990352923395),
            (1.0, 0.15729920705028513),
            (1.3, 0.06599205505934755),
            (2.0, 0.004677734981047266),
            (2.85, 5.5656279961398957e-05),
            (2.9, 4.109787809945886e-05),
            (5.0, 1.537459794428035e-12),
            (10.0, 2.088487583762545e-45),
            (20.0, 5.395865611607901e-176),
            (26.0, 5.663192408856143e-296),
            (-0.5, 1.5204998778130465),
            (-2.0, 1.9953222650189528),
            (-5.9, 2.0),
        ],
    );
}

#[test]
fn lgamma_table() {
    check(
        "lgamma",
        lgamma,
        4.0,
        &[
            (1e-300, 690.7755278982137),
            (1e-10, 23.025850929882736),
            (0.1, 2.252712651734206),
            (0.25, 1.2880225246980774),
            (0.5, 0.5723649429247001),
            (0.9, 0.06637623973474295),
            (1.1, -0.049872441259839764),
            (1.3, -0.10817480950786047),
            (1.5, -0.12078223763524522),
            (1.9, -0.03898427592308336),
            (2.5, 0.2846828704729192),
            (3.3, 0.9870985778947344),
            (5.5, 3.9578139676187165),
            (7.9, 8.32426586800881),
            (8.0, 8.525161361065415),
            (20.0, 39.339884187199495),
            (171.0, 706.5730622457874),
            (1000000.0, 12815504.569147611),
            (1e+300, 6.897755278982137e+302),
            (-0.5, 1.2655121234846454),
            (-1.3, 1.2024757863901114),
            (-10.7, -15.416789096416636),
            (-100.25, -363.4009232278215),
        ],
    );
}

#[test]
fn digamma_table() {
    check(
        "digamma",
        digamma,
        40.0,
        &[
            (1e-300, -9.999999999999999e+299),
            (0.01, -100.56088545786868),
            (0.3, -3.502524222200133),
            (0.9, -0.7549269499470513),
            (1.3, -0.16919088886679962),
            (1.4616321449683622, -9.241265521729427e-17),
            (1.47, 0.008066489011364869),
            (1.9, 0.35618416116405965),
            (2.0, 0.42278433509846713),
            (3.0, 0.9227843350984671),
            (7.5, 1.9467574842460869),
            (10.0, 2.251752589066721),
            (1000.0, 6.907255195648812),
            (10000000000.0, 23.025850929890456),
            (-0.3, 2.113309779635399),
            (-2.7, -1.1153471291406896),
            (-30.1, 13.089872489665067),
        ],
    );
}

#[test]
fn trigamma_table() {
    check(
        "trigamma",
        trigamma,
        10.0,
        &[
            (1e-10, 1e+20),
            (0.1, 101.43329915079275),
            (0.5, 4.934802200544679),
            (1.0, 1.6449340668482264),
            (2.0, 0.6449340668482264),
            (5.0, 0.22132295573711533),
            (11.0, 0.09516633568168574),
            (100.0, 0.010050166663333571),
            (10000000000.0, 1.00000000005e-10),
            (-0.3, 13.945160267805722),
            (-2.7, 14.769375845132314),
            (-30.1, 103.32316227902109),
        ],
    );
}

#[test]
fn sigmoid_table() {
    check(
        "sigmoid",
        sigmoid,
        3.0,
        &[
            (-745.0, 5e-324),
            (-700.0, 9.85967654375977e-305),
            (-37.0, 8.533047625744065e-17),
            (-2.0, 0.11920292202211756),
            (-0.5, 0.37754066879814546),
            (-1e-10, 0.499999999975),
            (1e-10, 0.500000000025),
            (0.5, 0.6224593312018546),
            (2.0, 0.8807970779778824),
            (37.0, 0.9999999999999999),
            (700.0, 1.0),
        ],
    );
}

#[test]
fn softplus_table() {
    check(
        "softplus",
        softplus,
        3.0,
        &[
            (-745.0, 5e-324),
            (-700.0, 9.85967654375977e-305),
            (-37.0, 8.533047625744066e-17),
            (-2.0, 0.1269280110429725),
            (-0.5, 0.4740769841801067),
            (1e-10, 0.6931471806099453),
            (0.5, 0.9740769841801067),
            (2.0, 2.1269280110429727),
            (37.0, 37.0),
            (800.0, 800.0),
        ],
    );
}

#[test]
fn logit_table() {
    check(
        "logit",
        logit,
        3.0,
        &[
            (1e-300, -690.7755278982137),
            (0.01, -4.59511985013459),
            (0.24, -1.1526795099383855),
            (0.26, -1.0459685551826876),
            (0.4999, -0.0004000000053332894),
            (0.51, 0.0400053346136992),
            (0.74, 1.0459685551826876),
            (0.76, 1.1526795099383855),
            (0.999, 6.906754778648553),
        ],
    );
}

#[test]
fn logcosh_table() {
    check(
        "logcosh",
        logcosh,
        3.0,
        &[
            (1e-100, 5e-201),
            (1e-08, 5e-17),
            (0.1, 0.0049916888216465305),
            (0.5, 0.12011450695827752),
            (0.99, 0.4261859945156674),
            (1.01, 0.44141766440255514),
            (2.0, 1.3250027473578645),
            (20.0, 19.306852819440056),
            (800.0, 799.3068528194401),
            (-0.3, 0.04434076992594031),
        ],
    );
}

#[test]
fn erfcx_table() {
    check(
        "erfcx",
        erfcx,
        3.0,
        &[
            (-26.0, 7.657724931490568e+293),
            (-5.0, 144009798674.66104),
            (-1.0, 5.008980080762283),
            (-0.5, 1.952360489182557),
            (-1e-10, 1.000000000112838),
            (0.3, 0.7345993345676551),
            (0.83, 0.478914125781427),
            (0.85, 0.47232650017023253),
            (1.0, 0.427583576155807),
            (2.5, 0.2108063640611436),
            (10.0, 0.05614099274382259),
            (27.9, 0.020208884621282616),
            (28.1, 0.02006523137719721),
            (40.0, 0.014100335983377814),
            (800.0, 0.0007052364284695965),
            (100000000.0, 5.641895835477562e-09),
            (1e+200, 5.641895835477563e-201),
        ],
    );
}

#[test]
fn logerfc_table() {
    check(
        "logerfc",
        logerfc,
        3.0,
        &[
            (-27.5, core::f64::consts::LN_2),
            (-26.0, core::f64::consts::LN_2),
            (-5.0, 0.6931471805591766),
            (-1.0, 0.6112323176780705),
            (-0.5, 0.41903914777555956),
            (-1e-10, 1.1283791670318507e-10),
            (0.3, -0.39843005144008525),
            (0.83, -1.425133975761571),
            (0.85, -1.4725847948879962),
            (1.0, -1.8496055099332482),
            (2.5, -7.806815272727264),
            (10.0, -102.87988902484489),
            (27.9, -782.3116329385361),
            (28.1, -793.5187667439469),
            (40.0, -1604.2615566532736),
            (800.0, -640007.2569774518),
            (100000000.0, -1.0000000000000018e+16),
        ],
    );
}

#[test]
fn logsinh_table() {
    check(
        "logsinh",
        logsinh,
        5.0,
        &[
            (1e-300, -690.7755278982137),
            (0.01, -4.60515351937698),
            (0.5, -0.6518223259470272),
            (0.99, 0.14827248618927755),
            (1.01, 0.17453382575181828),
            (2.0, 1.2883673726141682),
            (20.0, 19.306852819440056),
            (800.0, 799.3068528194401),
        ],
    );
}

#[test]
fn cosm1_table() {
    check(
        "cosm1",
        cosm1,
        3.0,
        &[
            (1e-100, -5e-201),
            (1e-08, -5e-17),
            (0.1, -0.004995834721974234),
            (1.0, -0.4596976941318603),
            (3.0, -1.9899924966004454),
            (-20.0, -0.591917938186608),
        ],
    );
}

#[test]
fn asinh_table() {
    check(
        "asinh",
        asinh,
        3.0,
        &[
            (1e-300, 1e-300),
            (1e-08, 1e-08),
            (0.1, 0.09983407889920756),
            (0.5, 0.48121182505960347),
            (1.0, 0.881373587019543),
            (10.0, 2.99822295029797),
            (10000000000.0, 23.7189981105004),
            (1e+200, 461.2101657793691),
            (1.7e+308, 710.4199840737882),
            (-0.3, -0.29567304756342244),
        ],
    );
}

#[test]
fn acosh_table() {
    check(
        "acosh",
        acosh,
        3.0,
        &[
            (1.0000000000000002, 2.1073424255447014e-08),
            (1.0001, 0.014142017775251545),
            (1.5, 0.9624236501192069),
            (2.0, 1.3169578969248168),
            (10.0, 2.993222846126381),
            (10000000000.0, 23.7189981105004),
            (1e+200, 461.2101657793691),
            (1.7e+308, 710.4199840737882),
        ],
    );
}

#[test]
fn atanh_table() {
    check(
        "atanh",
        atanh,
        3.0,
        &[
            (1e-300, 1e-300),
            (1e-08, 1e-08),
            (0.1, 0.10033534773107558),
            (0.5, 0.5493061443340549),
            (0.9, 1.4722194895832204),
            (0.9999999, 8.40562139102231),
            (-0.5, -0.5493061443340549),
            (-0.999, -3.8002011672501994),
        ],
    );
}

#[test]
fn gelu_table() {
    check(
        "gelu",
        gelu,
        20.0,
        &[
            (-5.0, -1.4332578593959695e-06),
            (-1.0, -0.15865525393145705),
            (-0.1, -0.0460172162722971),
            (1e-10, 5.000000000398942e-11),
            (0.5, 0.34573123063700656),
            (2.0, 1.9544997361036416),
            (10.0, 10.0),
        ],
    );
}

#[test]
fn silu_table() {
    check(
        "silu",
        silu,
        4.0,
        &[
            (-700.0, -6.90177358063184e-302),
            (-5.0, -0.03346425462142428),
            (-1.0, -0.2689414213699951),
            (-0.1, -0.047502081252106004),
            (0.5, 0.3112296656009273),
            (2.0, 1.7615941559557649),
            (40.0, 40.0),
        ],
    );
}

#[test]
fn mish_table() {
    check(
        "mish",
        mish,
        4.0,
        &[
            (-700.0, -6.90177358063184e-302),
            (-5.0, -0.033576237730161704),
            (-1.0, -0.3034014613741089),
            (-0.1, -0.056788575212844736),
            (0.5, 0.37524521130489513),
            (2.0, 1.9439589595339946),
            (40.0, 40.0),
        ],
    );
}

#[test]
fn polygamma_table() {
    for (n, x, reference) in [
        (2.0, 0.5, -16.82879664423432),
        (2.0, 1.0, -2.4041138063191885),
        (2.0, 3.5, -0.1082040516417274),
        (2.0, 20.0, -0.0026281224023146548),
        (2.0, 150.0, -4.4741728380430464e-05),
        (2.0, -0.3, 67.63908119988317),
        (2.0, -2.75, -124.11765305971518),
        (3.0, 0.5, 97.40909103400244),
        (3.0, 1.0, 6.493939402266829),
        (3.0, 3.5, 0.07030584881725205),
        (3.0, 20.0, 0.0002693742213396389),
        (3.0, 150.0, 5.985448553818363e-07),
        (3.0, -0.3, 766.6198904191685),
        (3.0, -2.75, 1558.4897512832936),
        (5.0, 0.5, 7691.113548602436),
        (5.0, 1.0, 122.0811674381339),
        (5.0, 3.5, 0.08704917856718349),
        (5.0, 20.0, 8.48426620615823e-06),
        (5.0, 150.0, 3.213519875695133e-10),
        (5.0, -0.3, 165634.3818520859),
        (5.0, -2.75, 492231.2077521004),
        (10.0, 0.5, -7431824508.858769),
        (10.0, 1.0, -3630593.311606629),
        (10.0, 3.5, -4.026693041232995),
        (10.0, 20.0, -4.5103770549818434e-08),
        (10.0, 150.0, -6.505220997309749e-17),
        (10.0, -0.3, 2048284690148.2026),
        (10.0, -2.75, -15220204740670.25),
        (31.0, 0.5, 3.531682309997885e+43),
        (31.0, 1.0, 8.222838656092456e+33),
        (31.0, 3.5, 3.1987790573021096e+16),
        (31.0, 20.0, 2.4366042843081173e-08),
        (31.0, 150.0, 1.0208933497231732e-35),
        (31.0, -0.3, 4.4375332247657395e+50),
        (31.0, -2.75, 1.516846002130265e+53),
        (40.0, 0.5, -1.794216682422424e+60),
        (40.0, 1.0, -8.159152832482688e+47),
        (40.0, 3.5, -4.025963223635952e+25),
        (40.0, 20.0, -4.301466908235026e-06),
        (40.0, 150.0, -2.10189328332427e-41),
        (100.0, 0.5, -2.366100660490897e+188),
        (100.0, 1.0, -9.332621544394415e+157),
        (100.0, 3.5, -1.0450358166692752e+103),
        (100.0, 20.0, -3.707975416337827e+26),
        (100.0, 150.0, -3.145878021441987e-62),
    ] {
        let value = polygamma(n, x);
        let most = 10.0 + n;
        let error = ulps(value, reference);
        assert!(error <= most, "polygamma({n}, {x}) is {value:e}, should be {reference:e}: {error} ulp");
    }
}

/// Equal, where NaN equals NaN and the zeros differ.
fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

macro_rules! edges {
    ($($name:ident($($x:expr),+) = $y:expr;)*) => { $(
        let value = $name($($x),+);
        assert!(same(value, $y), "{}{:?} is {value:?}, should be {:?}", stringify!($name), ($($x),+), $y);
    )* };
}

const NAN: f64 = f64::NAN;
const INF: f64 = f64::INFINITY;

#[test]
fn kinks_and_ties() {
    edges! {
        abs(-0.0) = 0.0;
        abs(-3.0) = 3.0;
        sign(0.0) = 0.0;
        sign(-0.0) = 0.0;
        sign(-1e-320) = -1.0;
        sign(NAN) = NAN;
        min(0.0, -0.0) = 0.0;
        min(-0.0, 0.0) = -0.0;
        max(0.0, -0.0) = 0.0;
        max(-0.0, 0.0) = -0.0;
        min(NAN, 1.0) = NAN;
        min(1.0, NAN) = NAN;
        max(NAN, 1.0) = NAN;
        max(1.0, NAN) = NAN;
        relu(-1.0) = 0.0;
        relu(-0.0) = 0.0;
        relu(NAN) = NAN;
        leaky_relu(-2.0, 0.25) = -0.5;
        defined(INF) = NAN;
        defined(NAN) = NAN;
        round(-2.5) = -3.0;
        softsign(-INF) = -1.0;
        softsign(1.0) = 0.5;
    }
}

#[test]
fn nothing_overflows_on_the_way() {
    edges! {
        sigmoid(800.0) = 1.0;
        sigmoid(-800.0) = 0.0;
        sigmoid(INF) = 1.0;
        sigmoid(-INF) = 0.0;
        sigmoid(NAN) = NAN;
        sigmoid(0.0) = 0.5;
        softplus(800.0) = 800.0;
        softplus(-800.0) = 0.0;
        softplus(INF) = INF;
        softplus(-INF) = 0.0;
        softplus(NAN) = NAN;
        logcosh(0.0) = 0.0;
        logcosh(-INF) = INF;
        logcosh(NAN) = NAN;
        logsinh(0.0) = -INF;
        logsinh(-1.0) = NAN;
        logsinh(INF) = INF;
        erfcx(0.0) = 1.0;
        erfcx(-40.0) = INF;
        erfcx(-INF) = INF;
        erfcx(INF) = 0.0;
        erfcx(NAN) = NAN;
        logerfc(0.0) = -0.0;
        logerfc(-INF) = core::f64::consts::LN_2;
        logerfc(INF) = -INF;
        logerfc(NAN) = NAN;
        logit(0.0) = -INF;
        logit(1.0) = INF;
        logit(0.5) = 0.0;
        logit(2.0) = NAN;
        cosm1(0.0) = -0.0;
        gelu(INF) = INF;
        gelu(-INF) = -0.0;
        silu(-INF) = -0.0;
        silu(INF) = INF;
        mish(-INF) = -0.0;
        mish(INF) = INF;
        elu(-INF, 2.0) = -2.0;
        elu(3.0, 2.0) = 3.0;
        asinh(-0.0) = -0.0;
        asinh(INF) = INF;
        asinh(-INF) = -INF;
        acosh(1.0) = 0.0;
        acosh(0.5) = NAN;
        acosh(-INF) = NAN;
        acosh(-1.0) = NAN;
        acosh(-1e10) = NAN;
        acosh(-1e200) = NAN;
        acosh(INF) = INF;
        atanh(-0.0) = -0.0;
        atanh(1.0) = INF;
        atanh(-1.0) = -INF;
        atanh(1.5) = NAN;
    }
    assert_eq!(sigmoid(-200f32), 0.0);
    assert_eq!(softplus(200f32), 200.0);
}

#[test]
fn special_functions_at_the_edges() {
    edges! {
        erf(0.0) = 0.0;
        erf(-0.0) = -0.0;
        erf(INF) = 1.0;
        erf(-INF) = -1.0;
        erf(NAN) = NAN;
        erfc(0.0) = 1.0;
        erfc(INF) = 0.0;
        erfc(-INF) = 2.0;
        erfc(NAN) = NAN;
        lgamma(1.0) = 0.0;
        lgamma(2.0) = 0.0;
        lgamma(0.0) = INF;
        lgamma(-3.0) = INF;
        lgamma(INF) = INF;
        lgamma(-INF) = INF;
        lgamma(NAN) = NAN;
        digamma(0.0) = -INF;
        digamma(-0.0) = INF;
        digamma(-1.0) = NAN;
        digamma(INF) = INF;
        digamma(-INF) = NAN;
        digamma(NAN) = NAN;
        trigamma(0.0) = INF;
        trigamma(-1.0) = INF;
        trigamma(INF) = 0.0;
        trigamma(NAN) = NAN;
        polygamma(2.0, 0.0) = -INF;
        polygamma(2.0, -0.0) = INF;
        polygamma(2.0, -2.0) = NAN;
        polygamma(0.5, 1.0) = NAN;
        polygamma(-1.0, 1.0) = NAN;
        polygamma(NAN, 1.0) = NAN;
    }
    assert_eq!(polygamma(0.0, 2.5), digamma(2.5));
    assert_eq!(polygamma(1.0, 2.5), trigamma(2.5));
    assert_eq!(erf(0.5f32), 0.5204999);
}

#[test]
fn norms() {
    assert_eq!(norm::<f64>(&[]), 0.0);
    assert_eq!(norm(&[-3.0]), 3.0);
    assert_eq!(norm(&[-5e-324]), 5e-324);
    assert_eq!(norm(&[3.0, 4.0]), 5.0);
    assert!(ulps(norm(&[3e300, 4e300]), 5e300) <= 1.0);
    assert!(ulps(norm(&[3e-300, 4e-300, 0.0]), 5e-300) <= 1.0);
    assert_eq!(norm(&[1e300, 1e-300]), 1e300);
    assert_eq!(norm(&[f64::MAX, f64::MAX]), INF);
    assert_eq!(norm(&[NAN, -INF]), INF);
    assert!(norm(&[NAN, 1.0]).is_nan());
    assert!((hypot(3e30f32, 4e30) - 5e30).abs() < 1e24);
    assert!((hypot(3e-30f32, 4e-30) - 5e-30).abs() < 1e-36);
}

#[test]
fn a_norm_without_branches_is_the_same() {
    let all = [0.0, -0.0, 5e-324, 1e-310, 3e-155, 1e-150, 0.3, 1.0, 7.5e60, 2e153, 1e154, 3e200, f64::MAX, INF, -INF, NAN];
    for a in all {
        assert_eq!(norm(&[a]).to_bits(), even_norm(&[a]).to_bits(), "{a}");
        for b in all {
            for c in all {
                let (branches, even) = (norm(&[a, -b, c]), even_norm(&[a, -b, c]));
                assert!(branches.to_bits() == even.to_bits() || branches.is_nan() && even.is_nan(), "{a} {b} {c}: {branches} {even}");
            }
        }
    }
}

#[test]
fn logsumexps() {
    assert_eq!(logsumexp::<f64>(&[]), -INF);
    assert_eq!(logsumexp(&[-1000.0]), -1000.0);
    assert_eq!(logsumexp(&[1000.0, 1000.0]), 1000.0 + core::f64::consts::LN_2);
    assert_eq!(logsumexp(&[-INF, -INF]), -INF);
    assert_eq!(logsumexp(&[-INF, 2.0]), 2.0);
    assert_eq!(logsumexp(&[INF, INF, 1.0]), INF);
    assert!(logsumexp(&[INF, NAN]).is_nan());
    // The small term is not lost against the largest one's 1.
    assert!(ulps(logsumexp(&[0.0, -40.0]), 4.248354255291589e-18) <= 2.0);
}

#[test]
fn integer_powers() {
    edges! {
        powi(NAN, 0) = 1.0;
        powi(0.0, 0) = 1.0;
        powi(-0.0, 3) = -0.0;
        powi(-0.0, -3) = -INF;
        powi(0.0, -2) = INF;
        powi(-2.0, 5) = -32.0;
        powi(2.0, -3) = 0.125;
        powi(2.0, i32::MIN) = 0.0;
        powi(-1.0, i32::MIN) = 1.0;
        powi(2.0, -1070) = f64::from_bits(16);
    }
    let x = 1.1f64;
    let (x2, x4) = (x * x, (x * x) * (x * x));
    assert_eq!(powi(x, 7), x * x2 * x4);
    assert_eq!(powi(x, 6), x2 * x4);
}

#[test]
fn indices() {
    assert_eq!(index(2.0, 3), 2);
    assert_eq!(index(-0.0, 1), 0);
    for bad in [3.0, -1.0, 0.5, NAN, INF, 1e300] {
        assert!(!is_index(bad, 3), "{bad}");
    }
    assert!(!is_index(0.0f32, 0));
    assert_eq!(constant::<f32>(0.1), 0.1f32);
}

#[test]
#[should_panic(expected = "index 2.5 is not an integer from 0 to below 3")]
fn wrong_indices_panic() {
    index(2.5, 3);
}

/// The shorter way to an exponential that is not above 1 gives the same one.
#[test]
fn exponentials_below_one() {
    use super::exponential::{exp, exp_below_one};
    use super::fused::ROUNDS_ONCE;
    use super::vectors::Fma;
    let same = |x: f64| {
        for fma in [Fma(ROUNDS_ONCE), Fma(false)] {
            assert_eq!(exp_below_one(fma, x).to_bits(), exp(fma, x).to_bits(), "{x:e}");
            let x = x as f32;
            assert_eq!(exp_below_one(fma, x).to_bits(), exp(fma, x).to_bits(), "{x:e}");
        }
    };
    let edges = [0.0, -0.0, -1e-300, -0.5, -87.3, -88.0, -103.9, -104.0, -708.0, -745.1, -745.2, -746.0, -1e4, -f64::MAX, -INF];
    edges.into_iter().for_each(same);
    assert!(exp_below_one(Fma(ROUNDS_ONCE), NAN).is_nan() && exp_below_one(Fma(ROUNDS_ONCE), f32::NAN).is_nan());
    for i in 0..200_000 {
        same(-f64::from(i) * 0.003_751);
        // Near the halves of ln(2), where the rounding of n is decided.
        same((f64::from(i % 1077) - 0.5) * -core::f64::consts::LN_2 * (1.0 + f64::from(i / 1077) * f64::EPSILON));
    }
}

/// What builds with debug assertions call gives the bits of what the others call.
#[cfg(debug_assertions)]
#[test]
fn outlined_functions() {
    use super::alone::{outlined, outlined_elementary};
    use super::dispatch::fuse;
    let numbers = [-INF, -800.0, -3.5, -1.0, -0.7, -1e-9, -0.0, 0.0, 1e-300, 0.3, 0.9, 1.0, 1.7, 20.0, 711.0, 1e300, INF, NAN];
    macro_rules! same {
        ($($module:ident: $($name:ident)*;)*) => { $($(
            for x in numbers {
                let [one, other] = fuse(|fma| [$module::$name(fma, x), super::$name(fma, x)]);
                assert_eq!(one.to_bits(), other.to_bits(), concat!(stringify!($name), " of {:e}"), x);
                let [one, other] = fuse(|fma| [$module::$name(fma, x as f32), super::$name(fma, x as f32)]);
                assert_eq!(one.to_bits(), other.to_bits(), concat!(stringify!($name), " of {:e}"), x as f32);
            }
        )*)* };
    }
    same! {
        outlined: exp exp2 expm1 ln log2 log10 log1p sinh cosh tanh sigmoid logistic logit softplus logcosh logsinh gelu silu swish
            mish erf erfc erfcx logerfc gaussian;
        outlined_elementary: asinh acosh atanh;
    }
}
