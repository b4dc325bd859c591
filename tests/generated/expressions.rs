// Written by the tests in tests/suite/emitted.rs from tests/cases/expressions.jsonl; do not edit.

#![allow(warnings, clippy::all)]

// feynman-I.6.2
fn e0(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[1];
        let t = x[0] * r;
        let exp = ::chainrule::__rt::exp(fma, -0.5 * (t * t));
        let t2 = exp * r;
        let t3 = t2 * r;
        let t4 = t3 * r;
        let t5 = t * r;
        let t6 = t5 * r;
        let t7 = exp * t6;
        let t8 = x[0] * t * t3 * (0.3989422804014327 * (t5 * t5) - 1.9947114020071635 * (r * r));
        out[0] = 0.3989422804014327 * t2;
        out[1] = -0.3989422804014327 * t * t3;
        out[2] = -0.3989422804014327 * (t3 - t * t3 * t);
        out[3] = -0.3989422804014327 * (t4 - t5 * t7);
        out[4] = t6 * (1.1968268412042982 * t2 - 0.3989422804014327 * x[0] * t7);
        out[5] = 0.7978845608028654 * t4 + t8;
    });
}

// feynman-I.9.18
fn e1(x: &[f64], out: &mut [f64]) {
    let t = x[3] - x[4];
    let t2 = x[5] - x[6];
    let t3 = x[7] - x[8];
    let r = 1.0 / (t * t + t2 * t2 + t3 * t3);
    let t4 = x[0] * r;
    let t5 = x[1] * r;
    let t6 = x[2] * t4;
    let t7 = t6 * t5;
    let t8 = 2.0 * t3 * t7;
    let t9 = 2.0 * t2 * t7;
    let t10 = 2.0 * t * t7;
    out[0] = t4 * x[1] * x[2];
    out[1] = t5 * x[2];
    out[2] = t6;
    out[3] = x[1] * t4;
    out[4] = -t10;
    out[5] = t10;
    out[6] = -t9;
    out[7] = t9;
    out[8] = -t8;
    out[9] = t8;
}

// feynman-I.11.19
fn e2(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] * x[1] + x[2] * x[3] + x[4] * x[5];
    out[1] = x[1];
    out[2] = x[0];
    out[3] = x[3];
    out[4] = x[2];
    out[5] = x[5];
    out[6] = x[4];
}

// feynman-I.12.2
fn e3(x: &[f64], out: &mut [f64]) {
    let r2 = 1.0 / x[2];
    let r3 = 1.0 / x[3];
    let t = 0.07957747154594767 * x[0] * r2;
    let t2 = -0.15915494309189535 * x[0] * r2;
    let t3 = r2 * r3;
    let t4 = -0.07957747154594767 * x[0];
    let t5 = r2 * r2;
    let t6 = 0.15915494309189535 * x[0];
    out[0] = t * x[1] * r3 * r2;
    out[1] = 0.07957747154594767 * x[1] * r2 * r3 * r2;
    out[2] = t * r3 * r2;
    out[3] = t2 * x[1] * r3 * r2 * r2;
    out[4] = t4 * x[1] * t3 * t3;
    out[5] = 0.0;
    out[6] = 0.07957747154594767 * r2 * r3 * r2;
    out[7] = -0.15915494309189535 * x[1] * r2 * r3 * r2 * r2;
    out[8] = -0.07957747154594767 * x[1] * t3 * t3;
    out[9] = 0.0;
    out[10] = t2 * r3 * r2 * r2;
    out[11] = t4 * t3 * t3;
    out[12] = 0.477464829275686 * x[0] * r3 * x[1] * t5 * t5;
    out[13] = t6 * r2 * x[1] * t3 * t3;
    out[14] = t6 * r3 * x[1] * t3 * t3;
}

// feynman-I.12.4
fn e4(x: &[f64], out: &mut [f64]) {
    let r2 = 1.0 / x[1];
    let r3 = 1.0 / x[2];
    let t = r2 * r3;
    let t2 = r2 * r2;
    let t3 = 0.15915494309189535 * x[0];
    out[0] = 0.07957747154594767 * x[0] * r2 * r3 * r2;
    out[1] = 0.07957747154594767 * r2 * r3 * r2;
    out[2] = -0.15915494309189535 * x[0] * r2 * r3 * r2 * r2;
    out[3] = -0.07957747154594767 * x[0] * t * t;
    out[4] = 0.0;
    out[5] = -0.15915494309189535 * r2 * r3 * r2 * r2;
    out[6] = -0.07957747154594767 * (t * t);
    out[7] = 0.477464829275686 * x[0] * r3 * t2 * t2;
    out[8] = t3 * r2 * t * t;
    out[9] = t3 * r3 * t * t;
}

// feynman-I.14.3
fn e5(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[1];
    out[0] = t * x[2];
    out[1] = x[1] * x[2];
    out[2] = x[0] * x[2];
    out[3] = t;
    out[4] = 0.0;
    out[5] = x[2];
    out[6] = x[1];
    out[7] = 0.0;
    out[8] = x[0];
    out[9] = 0.0;
}

// feynman-I.16.6
fn e6(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[2];
    let t = x[0] * r;
    let r2 = 1.0 / (t * x[1] * r + 1.0);
    let t2 = (x[0] + x[1]) * r2;
    let t3 = t2 * r2;
    let t4 = x[1] * r;
    let t5 = t * r;
    let t6 = 2.0 * t3;
    let t7 = t4 * r;
    let t8 = t7 * r2;
    let t9 = t8 * r2;
    let t10 = r2 * r2;
    let t11 = t6 * t8 - t10;
    let t12 = t5 * r2;
    let t13 = t10 - t6 * t12;
    let t14 = t3 - x[0] * t11;
    out[0] = t2;
    out[1] = r2 - t4 * t3 * r;
    out[2] = r2 - t5 * t3;
    out[3] = t6 * t4 * t5;
    out[4] = t7 * t11 - t9;
    out[5] = -t9 - t14 * r * r;
    out[6] = 2.0 * t7 * r * t14;
    out[7] = -(t12 * r2) - t5 * t13;
    out[8] = 2.0 * t5 * r * (t3 + x[1] * t13);
    out[9] = -(t5 * t7 * (6.0 * t3 - 8.0 * t * r2 * t3 * t4));
}

// feynman-I.18.4
fn e7(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + x[2]);
    let t = (x[0] * x[1] + x[2] * x[3]) * r;
    let t2 = t * r;
    let t3 = x[3] * r;
    let t4 = x[2] * r;
    let t5 = x[1] * r;
    let t6 = x[0] * r;
    let t7 = t5 * r;
    let t8 = t2 * r;
    let t9 = t7 - 2.0 * t8;
    let t10 = t3 * r;
    let t11 = t4 * r;
    let t12 = t6 * r;
    out[0] = t;
    out[1] = t5 - t2;
    out[2] = t6;
    out[3] = t3 - t2;
    out[4] = t4;
    out[5] = -t7 - t9;
    out[6] = t11;
    out[7] = -t9 - t10;
    out[8] = -t11;
    out[9] = 0.0;
    out[10] = -t12;
    out[11] = 0.0;
    out[12] = 2.0 * (t8 - t10);
    out[13] = t12;
    out[14] = 0.0;
}

// feynman-I.24.6
fn e8(x: &[f64], out: &mut [f64]) {
    let t = x[1] * x[1] + x[2] * x[2];
    let t2 = x[0] * x[3];
    let t3 = t2 * x[3];
    let t4 = 0.5 * t;
    let t5 = 0.5 * x[2];
    let t6 = 0.5 * x[1];
    let t7 = 0.5 * t3;
    out[0] = 0.25 * x[0] * t * x[3] * x[3];
    out[1] = 0.25 * t * x[3] * x[3];
    out[2] = t6 * t3;
    out[3] = t5 * t3;
    out[4] = t4 * t2;
    out[5] = 0.0;
    out[6] = t6 * x[3] * x[3];
    out[7] = t5 * x[3] * x[3];
    out[8] = t4 * x[3];
    out[9] = t7;
    out[10] = 0.0;
    out[11] = x[1] * t2;
    out[12] = t7;
    out[13] = x[2] * t2;
    out[14] = 0.5 * x[0] * t;
}

// feynman-I.29.16
fn e9(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[2] - x[3];
        let cos = ::chainrule::__rt::cos(fma, t);
        let sin = ::chainrule::__rt::sin(fma, t);
        let t2 = x[1] * cos;
        let root = ::chainrule::__rt::sqrt(x[1] * x[1] + x[0] * (x[0] - 2.0 * t2));
        let r = 1.0 / root;
        let t3 = x[1] * r;
        let t4 = x[0] * r;
        let t5 = x[1] * t4;
        let t6 = sin * t5;
        let t7 = (x[0] - t2) * r;
        let t8 = t7 * r;
        let t9 = t8 * r;
        let t10 = x[0] * x[1];
        let t11 = sin * (t3 - t10 * t9);
        let t12 = (x[1] - x[0] * cos) * r;
        let t13 = t12 * r;
        let t14 = sin * (t4 - t10 * (t13 * r));
        let t15 = cos * t5;
        let t16 = t4 * x[1];
        let t17 = sin * (t16 * r * sin * t16);
        let t18 = t15 - t17;
        out[0] = root;
        out[1] = t4 - t3 * cos;
        out[2] = t3 - t4 * cos;
        out[3] = t6;
        out[4] = -t6;
        out[5] = r - t8 * t7;
        out[6] = -(x[1] * t9) - cos * (r - x[0] * t9);
        out[7] = t11;
        out[8] = -t11;
        out[9] = r - t13 * t12;
        out[10] = t14;
        out[11] = -t14;
        out[12] = t18;
        out[13] = t17 - t15;
        out[14] = t18;
    });
}

// feynman-I.30.3
fn e10(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 0.5 * x[1];
        let t2 = t * x[2];
        let sin = ::chainrule::__rt::sin(fma, t2);
        let t3 = 0.5 * x[2];
        let sin2 = ::chainrule::__rt::sin(fma, t3);
        let r = 1.0 / sin2;
        let t4 = sin * r;
        let t5 = x[0] * r;
        let t6 = t5 * t4;
        let t7 = t4 * t5 * t4;
        let cos = ::chainrule::__rt::cos(fma, t3);
        let cos2 = ::chainrule::__rt::cos(fma, t2);
        let t8 = t6 * cos2;
        let t9 = t4 * r;
        let t10 = cos2 * t9;
        let t11 = x[2] * cos2;
        let t12 = t5 * r;
        let t13 = sin * (x[2] * t6) - cos2 * (t12 * t11);
        let t14 = x[1] * cos2;
        let t15 = sin / ::chainrule::__rt::tan(t3);
        let t16 = cos * -(t4 * t12 * (2.0 * t14 - 3.0 * t15));
        let t17 = sin * (x[1] * t6) + cos2 * -(t12 * (t14 - 2.0 * t15));
        out[0] = x[0] * t4 * t4;
        out[1] = t4 * t4;
        out[2] = x[2] * t8;
        out[3] = x[1] * t8 - t7 * cos;
        out[4] = 0.0;
        out[5] = x[2] * t10;
        out[6] = x[1] * t10 - cos * (t9 * t4);
        out[7] = -0.5 * x[2] * t13;
        out[8] = t8 - cos * (t4 * t11 * t12) - t * t13;
        out[9] = 0.5 * (sin2 * t7 + t16 - x[1] * t17);
    });
}

// feynman-I.34.8
fn e11(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[3];
    let t = x[0] * r;
    let t2 = x[1] * r;
    let t3 = x[2] * t;
    let t4 = x[2] * r;
    out[0] = t * x[1] * x[2];
    out[1] = t2 * x[2];
    out[2] = t3;
    out[3] = x[1] * t;
    out[4] = -(t3 * t2);
    out[5] = 0.0;
    out[6] = t4;
    out[7] = t2;
    out[8] = -(t2 * t4);
    out[9] = 0.0;
    out[10] = t;
    out[11] = -(t * t4);
    out[12] = 0.0;
    out[13] = -(t * t2);
    out[14] = 2.0 * t * t2 * t4;
}

// feynman-I.34.27
fn e12(x: &[f64], out: &mut [f64]) {
    let t = 0.15915494309189535 * x[0];
    out[0] = t * x[1];
    out[1] = 0.15915494309189535 * x[1];
    out[2] = t;
    out[3] = 0.0;
    out[4] = 0.15915494309189535;
    out[5] = 0.0;
}

// feynman-I.39.1
fn e13(x: &[f64], out: &mut [f64]) {
    let t = 1.5 * x[0];
    out[0] = t * x[1];
    out[1] = 1.5 * x[1];
    out[2] = t;
    out[3] = 0.0;
    out[4] = 1.5;
    out[5] = 0.0;
}

// feynman-I.39.22
fn e14(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[3];
    let t = x[0] * r;
    let t2 = x[1] * r;
    let t3 = x[2] * t;
    let t4 = x[2] * r;
    out[0] = t * x[1] * x[2];
    out[1] = t2 * x[2];
    out[2] = t3;
    out[3] = x[1] * t;
    out[4] = -(t3 * t2);
    out[5] = 0.0;
    out[6] = t4;
    out[7] = t2;
    out[8] = -(t2 * t4);
    out[9] = 0.0;
    out[10] = t;
    out[11] = -(t * t4);
    out[12] = 0.0;
    out[13] = -(t * t2);
    out[14] = 2.0 * t * t2 * t4;
}

// feynman-I.43.16
fn e15(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[3];
    let t = x[0] * r;
    let t2 = x[1] * r;
    let t3 = x[2] * t;
    let t4 = x[2] * r;
    out[0] = t * x[1] * x[2];
    out[1] = t2 * x[2];
    out[2] = t3;
    out[3] = x[1] * t;
    out[4] = -(t3 * t2);
    out[5] = 0.0;
    out[6] = t4;
    out[7] = t2;
    out[8] = -(t2 * t4);
    out[9] = 0.0;
    out[10] = t;
    out[11] = -(t * t4);
    out[12] = 0.0;
    out[13] = -(t * t2);
    out[14] = 2.0 * t * t2 * t4;
}

// feynman-I.43.31
fn e16(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[1];
    out[0] = t * x[2];
    out[1] = x[1] * x[2];
    out[2] = x[0] * x[2];
    out[3] = t;
    out[4] = 0.0;
    out[5] = x[2];
    out[6] = x[1];
    out[7] = 0.0;
    out[8] = x[0];
    out[9] = 0.0;
}

// feynman-I.47.23
fn e17(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[2];
    let t = x[0] * r;
    let root = ::chainrule::__rt::sqrt(t * x[1]);
    let r2 = 1.0 / root;
    let t2 = x[1] * r;
    let t3 = t2 * r2;
    let t4 = t * r2;
    let t5 = 0.25 * x[1] * r2 * t4 * r2;
    let t6 = 0.5 * r2 - t5;
    let t7 = t2 * r;
    let t8 = t6 * r;
    out[0] = root;
    out[1] = 0.5 * x[1] * r * r2;
    out[2] = 0.5 * t * r2;
    out[3] = -0.5 * x[1] * r * t * r2;
    out[4] = -0.25 * t3 * r2 * t3;
    out[5] = t8;
    out[6] = -(t7 * t6);
    out[7] = -0.25 * t4 * r2 * t4;
    out[8] = -(t * t8);
    out[9] = t * t7 * (r2 - t5);
}

// feynman-I.48.2
fn e18(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[1];
    let t = x[2] * r;
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - t * t);
    let t2 = x[0] * r2;
    let t3 = x[1] * r2;
    let t4 = x[2] * r2;
    let t5 = t * r2;
    let t6 = t4 * r2 * r2;
    let t7 = 2.0 * t3 - t5 * t4 * r2;
    let t8 = t5 * r2;
    let t9 = x[0] * (1.5 * t5 * r2 * t6 - t3 * r2 * r2) * r;
    out[0] = t2 * x[1] * x[1];
    out[1] = t3 * x[1];
    out[2] = x[0] * t7;
    out[3] = t4 * t2 * r2;
    out[4] = 0.0;
    out[5] = t7;
    out[6] = t6;
    out[7] = 2.0 * t * t9 * t + x[0] * (2.0 * r2 + t8 * t5);
    out[8] = -2.0 * t * (t2 * r2 * r2 + t9);
    out[9] = x[0] * (r2 * r2 * r2 + 3.0 * t8 * r2 * t8);
}

// feynman-I.50.26
fn e19(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t2 = x[1] * x[2];
        let cos = ::chainrule::__rt::cos(fma, t2);
        let t3 = cos * x[3];
        let t4 = cos + t3 * cos;
        let t5 = x[0] * cos;
        let t6 = x[0] + 2.0 * x[3] * t5;
        let sin = ::chainrule::__rt::sin(fma, t2);
        let t7 = t6 * sin;
        let t8 = sin * (2.0 * t3 + 1.0);
        let t9 = x[2] * sin;
        let t10 = x[0] * x[3];
        let t11 = -2.0 * t5;
        let t12 = 2.0 * sin;
        let t13 = cos * (x[2] * t6) - t12 * (t10 * t9);
        let t14 = x[1] * sin;
        out[0] = x[0] * t4;
        out[1] = t4;
        out[2] = -(x[2] * t7);
        out[3] = -(x[1] * t7);
        out[4] = t5 * cos;
        out[5] = 0.0;
        out[6] = -(x[2] * t8);
        out[7] = -(x[1] * t8);
        out[8] = cos * cos;
        out[9] = -(x[2] * t13);
        out[10] = -t7 - x[1] * t13;
        out[11] = t11 * t9;
        out[12] = -(x[1] * (cos * (x[1] * t6) - t12 * (t10 * t14)));
        out[13] = t11 * t14;
        out[14] = 0.0;
    });
}

// feynman-II.2.42
fn e20(x: &[f64], out: &mut [f64]) {
    let t = x[1] - x[2];
    let r = 1.0 / x[4];
    let t2 = x[0] * r;
    let t3 = t * r;
    let t4 = x[3] * t2;
    out[0] = t2 * t * x[3];
    out[1] = t3 * x[3];
    out[2] = t4;
    out[3] = -t4;
    out[4] = t * t2;
    out[5] = -(t4 * t3);
}

// feynman-II.6.11
fn e21(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[2]);
        let r2 = 1.0 / x[0];
        let r3 = 1.0 / x[3];
        let t = r2 * r3;
        let t2 = x[1] * r2 * r3 * r3;
        let t3 = -0.15915494309189535 * cos;
        let sin = ::chainrule::__rt::sin(fma, x[2]);
        let t4 = 0.15915494309189535 * cos;
        let t5 = -0.07957747154594767 * cos;
        let t6 = t2 * r2;
        out[0] = 0.07957747154594767 * x[1] * r2 * cos * r3 * r3;
        out[1] = -0.07957747154594767 * x[1] * cos * t * t;
        out[2] = 0.07957747154594767 * cos * r2 * r3 * r3;
        out[3] = -0.07957747154594767 * t2 * sin;
        out[4] = t3 * r3 * t2;
        out[5] = t4 * r2 * t2 * r2;
        out[6] = t5 * t * t;
        out[7] = 0.07957747154594767 * sin * t6;
        out[8] = t4 * r3 * t6;
        out[9] = 0.0;
        out[10] = -0.07957747154594767 * sin * (t * r3);
        out[11] = t3 * r2 * r3 * r3 * r3;
        out[12] = t5 * t2;
        out[13] = 0.15915494309189535 * t2 * r3 * sin;
        out[14] = 0.477464829275686 * cos * r3 * t2 * r3;
    });
}

// feynman-II.6.15a
fn e22(x: &[f64], out: &mut [f64]) {
    let norm = ::chainrule::__rt::norm(&[x[4], x[5]]);
    let r2 = 1.0 / x[1];
    let r3 = 1.0 / x[3];
    let t = x[0] * r2;
    let t2 = r3 * r3;
    let t3 = norm * r3 * t2 * t2;
    let t4 = x[2] * t3;
    let t5 = t2 * r3;
    let c = norm == 0.0;
    let r4 = 1.0 / norm;
    let t6 = 0.238732414637843 * x[2] * r3 * t;
    out[0] = 0.238732414637843 * x[0] * r2 * x[2] * r3 * norm * t2 * t2;
    out[1] = 0.238732414637843 * t4 * r2;
    out[2] = -0.238732414637843 * (x[0] * t4) * r2 * r2;
    out[3] = 0.238732414637843 * t * t3;
    out[4] = -1.193662073189215 * (norm * (x[2] * t)) * t5 * t5;
    out[5] = if c { 0.0 } else { t6 * (x[4] * r4) * t2 * t2 };
    out[6] = if c { 0.0 } else { t6 * (x[5] * r4) * t2 * t2 };
}

// feynman-II.8.7
fn e23(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[1];
    let r2 = 1.0 / x[2];
    let t = x[0] * r;
    let t2 = t * r2;
    let t3 = 0.09549296585513721 * x[0];
    let t4 = -0.09549296585513721 * t;
    out[0] = 0.047746482927568605 * x[0] * r * r2 * x[0];
    out[1] = t3 * r * r2;
    out[2] = -0.047746482927568605 * t * r2 * t;
    out[3] = -0.047746482927568605 * x[0] * r2 * t * r2;
    out[4] = 0.09549296585513721 * r * r2;
    out[5] = t4 * r * r2;
    out[6] = t4 * r2 * r2;
    out[7] = 0.09549296585513721 * t * r * r2 * t;
    out[8] = 0.047746482927568605 * (t2 * t2);
    out[9] = t3 * r2 * t2 * r2;
}

// feynman-II.8.31
fn e24(x: &[f64], out: &mut [f64]) {
    out[0] = 0.5 * x[0] * x[1] * x[1];
    out[1] = 0.5 * (x[1] * x[1]);
    out[2] = x[0] * x[1];
    out[3] = 0.0;
    out[4] = x[1];
    out[5] = x[0];
}

// feynman-II.11.3
fn e25(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[2];
    let r2 = 1.0 / (x[3] * x[3] - x[4] * x[4]);
    let t = x[0] * r;
    let t2 = x[1] * r;
    let t3 = t * r2;
    let t4 = x[1] * r2 * t3;
    out[0] = t * x[1] * r2;
    out[1] = t2 * r2;
    out[2] = t3;
    out[3] = -(t2 * t3);
    out[4] = -2.0 * x[3] * t4;
    out[5] = 2.0 * x[4] * t4;
}

// feynman-II.11.17
fn e26(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[3]);
        let r = 1.0 / x[4];
        let r2 = 1.0 / x[5];
        let t = x[1] * r * x[2] * r2 * cos + 1.0;
        let t2 = r * r2;
        let t3 = cos * t2;
        let t4 = x[1] * x[2];
        out[0] = x[0] * t;
        out[1] = t;
        out[2] = x[0] * (x[2] * t3);
        out[3] = x[0] * (x[1] * t3);
        out[4] = -(x[0] * (t2 * t4) * ::chainrule::__rt::sin(fma, x[3]));
        out[5] = -(x[0] * r * (cos * r2 * t4) * r);
        out[6] = -(x[0] * r2 * (cos * r * t4) * r2);
    });
}

// feynman-II.11.20
fn e27(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[3];
    let r2 = 1.0 / x[4];
    let t = r * r2;
    let t2 = x[2] * t;
    let t3 = x[0] * x[1] * x[1];
    out[0] = 0.3333333333333333 * x[0] * r * x[1] * r2 * x[2] * x[1];
    out[1] = 0.3333333333333333 * x[1] * t2 * x[1];
    out[2] = 0.6666666666666666 * x[1] * (x[0] * t2);
    out[3] = 0.3333333333333333 * t * t3;
    out[4] = -0.3333333333333333 * (x[2] * r2 * t3) * r * r;
    out[5] = -0.3333333333333333 * (x[2] * r * t3) * r2 * r2;
}

// feynman-II.11.27
fn e28(x: &[f64], out: &mut [f64]) {
    let t = 0.3333333333333333 * x[0];
    let r = 1.0 / (1.0 - t * x[1]);
    let t2 = x[0] * r;
    let t3 = x[2] * x[3];
    let t4 = t3 * r;
    let t5 = x[1] * t2;
    let t6 = x[1] * r;
    let t7 = t6 * r;
    let t8 = t4 * t6;
    let t9 = t2 * r;
    let t10 = t2 * t4;
    let t11 = t4 + 0.3333333333333333 * (x[0] * x[1] * t3) * r * r;
    let t12 = 0.6666666666666666 * t5 + 1.0;
    let t13 = t8 * t12;
    out[0] = t2 * x[1] * x[2] * x[3];
    out[1] = x[1] * t11;
    out[2] = x[0] * t11;
    out[3] = x[3] * t5;
    out[4] = x[2] * t5;
    out[5] = 0.3333333333333333 * x[1] * (t8 + t13);
    out[6] = t11 + t * (t13 + t3 * t7);
    out[7] = x[3] * t7;
    out[8] = x[2] * t7;
    out[9] = t * (t10 + t10 * t12);
    out[10] = x[3] * t9;
    out[11] = x[2] * t9;
    out[12] = 0.0;
    out[13] = t5;
    out[14] = 0.0;
}

// feynman-II.11.28
fn e29(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (1.0 - 0.3333333333333333 * x[0] * x[1]);
    let t = x[0] * r;
    let t2 = x[1] * r;
    let t3 = t2 * r;
    out[0] = t * x[1] + 1.0;
    out[1] = t3;
    out[2] = t * r;
    out[3] = 0.6666666666666666 * t2 * r * t2;
    out[4] = r * r + 0.6666666666666666 * x[0] * (t3 * r);
    out[5] = 0.6666666666666666 * t * r * t;
}

// feynman-II.13.23
fn e30(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[2];
    let t = x[1] * r;
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - t * t);
    let t2 = x[0] * r2;
    let t3 = t2 * r2 * r2;
    let t4 = t * r;
    let t5 = t4 * t3;
    let t6 = t4 * r2 * r2;
    let t7 = r * r2;
    let t8 = x[1] * t7;
    let t9 = 3.0 * x[1] * (t3 * t6);
    let t10 = t * r2;
    out[0] = t2;
    out[1] = r2;
    out[2] = t5;
    out[3] = -(t5 * t);
    out[4] = 0.0;
    out[5] = t6 * r2;
    out[6] = -(t8 * t7 * t8);
    out[7] = (t3 + t9) * r * r;
    out[8] = -(t4 * r * (2.0 * t3 + t9));
    out[9] = 3.0 * t4 * (t3 + t10 * t3 * t10) * t4;
}

// feynman-II.21.32
fn e31(x: &[f64], out: &mut [f64]) {
    let r2 = 1.0 / x[4];
    let t = x[3] * r2;
    let r3 = 1.0 / x[1];
    let r4 = 1.0 / x[2];
    let r5 = 1.0 / (1.0 - t);
    let t2 = -0.07957747154594767 * x[0] * r3 * r4 * r5;
    let t3 = x[0] * r3 * r4 * r5 * r5;
    out[0] = 0.07957747154594767 * x[0] * r3 * r4 * r5;
    out[1] = 0.07957747154594767 * r3 * r4 * r5;
    out[2] = t2 * r3;
    out[3] = t2 * r4;
    out[4] = 0.07957747154594767 * t3 * r2;
    out[5] = -0.07957747154594767 * t * r2 * t3;
}

// feynman-II.27.16
fn e32(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[1];
    let t2 = t * x[2];
    let t3 = x[1] * x[2];
    let t4 = x[0] * x[2];
    out[0] = t2 * x[2];
    out[1] = t3 * x[2];
    out[2] = t4 * x[2];
    out[3] = 2.0 * t2;
    out[4] = 0.0;
    out[5] = x[2] * x[2];
    out[6] = 2.0 * t3;
    out[7] = 0.0;
    out[8] = 2.0 * t4;
    out[9] = 2.0 * t;
}

// feynman-II.27.18
fn e33(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[1];
    out[0] = t * x[1];
    out[1] = x[1] * x[1];
    out[2] = 2.0 * t;
    out[3] = 0.0;
    out[4] = 2.0 * x[1];
    out[5] = 2.0 * x[0];
}

// feynman-II.34.2a
fn e34(x: &[f64], out: &mut [f64]) {
    let r2 = 1.0 / x[2];
    let t = 0.15915494309189535 * x[0] * r2;
    let t2 = -0.15915494309189535 * x[0] * r2;
    out[0] = t * x[1];
    out[1] = 0.15915494309189535 * x[1] * r2;
    out[2] = t;
    out[3] = t2 * x[1] * r2;
    out[4] = 0.0;
    out[5] = 0.15915494309189535 * r2;
    out[6] = -0.15915494309189535 * x[1] * r2 * r2;
    out[7] = 0.0;
    out[8] = t2 * r2;
    out[9] = 0.3183098861837907 * x[0] * r2 * x[1] * r2 * r2;
}

// feynman-II.34.11
fn e35(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[3];
    let t = 0.5 * x[0] * r;
    let t2 = t * x[1];
    let t3 = 0.5 * x[1] * r;
    let t4 = -0.5 * x[0] * r;
    let t5 = t4 * x[1];
    out[0] = t2 * x[2];
    out[1] = t3 * x[2];
    out[2] = t * x[2];
    out[3] = t2;
    out[4] = t5 * x[2] * r;
    out[5] = 0.0;
    out[6] = 0.5 * x[2] * r;
    out[7] = t3;
    out[8] = -0.5 * x[1] * r * x[2] * r;
    out[9] = 0.0;
    out[10] = t;
    out[11] = t4 * x[2] * r;
    out[12] = 0.0;
    out[13] = t5 * r;
    out[14] = x[0] * r * x[1] * x[2] * r * r;
}

// feynman-II.34.29a
fn e36(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[2];
    let t = 0.07957747154594767 * x[0] * r;
    let t2 = -0.07957747154594767 * x[0] * r;
    out[0] = t * x[1];
    out[1] = 0.07957747154594767 * x[1] * r;
    out[2] = t;
    out[3] = t2 * x[1] * r;
    out[4] = 0.0;
    out[5] = 0.07957747154594767 * r;
    out[6] = -0.07957747154594767 * x[1] * r * r;
    out[7] = 0.0;
    out[8] = t2 * r;
    out[9] = 0.15915494309189535 * x[0] * r * x[1] * r * r;
}

// feynman-II.34.29b
fn e37(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[4];
    let t = 6.283185307179586 * x[0];
    let t2 = x[3] * r;
    let t3 = x[2] * t2;
    let t4 = x[0] * x[1];
    out[0] = t * r * x[1] * x[2] * x[3];
    out[1] = 6.283185307179586 * x[1] * t3;
    out[2] = t * t3;
    out[3] = 6.283185307179586 * t2 * t4;
    out[4] = 6.283185307179586 * x[2] * r * t4;
    out[5] = -6.283185307179586 * (x[3] * (x[2] * t4)) * r * r;
}

// feynman-II.35.18
fn e38(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[3];
        let r2 = 1.0 / x[4];
        let t = x[1] * r;
        let t2 = t * x[2] * r2;
        let r3 = 1.0 / ::chainrule::__rt::cosh(fma, t2);
        let t3 = x[0] * r3 * ::chainrule::__rt::tanh(fma, t2);
        let t4 = 0.5 * x[2];
        out[0] = 0.5 * x[0] * r3;
        out[1] = 0.5 * r3;
        out[2] = -0.5 * x[2] * r * t3 * r2;
        out[3] = -0.5 * t * r2 * t3;
        out[4] = t4 * r * t * r2 * t3;
        out[5] = t4 * r2 * t * t3 * r2;
    });
}

// feynman-II.37.1
fn e39(x: &[f64], out: &mut [f64]) {
    let t = x[1] + 1.0;
    let t2 = x[0] * t;
    out[0] = t2 * x[2];
    out[1] = t * x[2];
    out[2] = x[0] * x[2];
    out[3] = t2;
    out[4] = 0.0;
    out[5] = x[2];
    out[6] = t;
    out[7] = 0.0;
    out[8] = x[0];
    out[9] = 0.0;
}

// feynman-II.38.3
fn e40(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[3];
    let t = x[0] * r;
    let t2 = x[1] * r;
    let t3 = x[2] * t;
    let t4 = x[2] * r;
    out[0] = t * x[1] * x[2];
    out[1] = t2 * x[2];
    out[2] = t3;
    out[3] = x[1] * t;
    out[4] = -(t3 * t2);
    out[5] = 0.0;
    out[6] = t4;
    out[7] = t2;
    out[8] = -(t2 * t4);
    out[9] = 0.0;
    out[10] = t;
    out[11] = -(t * t4);
    out[12] = 0.0;
    out[13] = -(t * t2);
    out[14] = 2.0 * t * t2 * t4;
}

// feynman-III.4.32
fn e41(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[2];
        let r2 = 1.0 / x[3];
        let t = 0.15915494309189535 * x[0] * r;
        let t2 = t * x[1] * r2;
        let r3 = 1.0 / ::chainrule::__rt::expm1(fma, t2);
        let r4 = 1.0 / ::chainrule::__rt::expm1(fma, -t2);
        let t3 = r3 * r4;
        let t4 = x[1] * r;
        let t5 = -0.15915494309189535 * x[0] * r * x[1] * r2 * t3;
        let t6 = t4 * r2;
        let t7 = x[0] * r * r2;
        let t8 = t4 * t7;
        let t9 = x[1] * r2;
        let t10 = r3 - r4;
        let t11 = t6 * r3 * t10 * r4;
        let t12 = 0.15915494309189535 * t3;
        let t13 = t12 - 0.025330295910584447 * x[0] * t11;
        let t14 = t7 * r3 * t10 * r4;
        let t15 = t12 - 0.025330295910584447 * x[1] * t14;
        let t16 = 0.025330295910584447 * t8 * r3 * t10 * r4;
        let t17 = t3 * r;
        let t18 = t7 * t9;
        let t19 = 0.3183098861837907 * t3 * r2 - 0.025330295910584447 * (t9 * t7) * r3 * t10 * r4;
        out[0] = r3;
        out[1] = 0.15915494309189535 * x[1] * r * t3 * r2;
        out[2] = t * t3 * r2;
        out[3] = t5 * r;
        out[4] = t5 * r2;
        out[5] = -0.025330295910584447 * t6 * t11;
        out[6] = t13 * r * r2;
        out[7] = -(t6 * r * t13);
        out[8] = -(t6 * r2 * t13);
        out[9] = -0.025330295910584447 * t7 * t14;
        out[10] = -(t7 * r * t15);
        out[11] = -(t7 * r2 * t15);
        out[12] = -(t8 * (t16 - 0.3183098861837907 * t17));
        out[13] = -(t18 * (t16 - 0.15915494309189535 * t17));
        out[14] = t18 * t19;
    });
}

// feynman-III.4.33
fn e42(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[2];
        let r2 = 1.0 / x[3];
        let t = 0.15915494309189535 * x[0];
        let t2 = t * r * x[1] * r2;
        let r3 = 1.0 / ::chainrule::__rt::expm1(fma, t2);
        let t3 = x[0] * r3;
        let t4 = t * r3;
        let t5 = x[1] * r3;
        let r4 = 1.0 / ::chainrule::__rt::expm1(fma, -t2);
        let t6 = x[0] * r;
        let t7 = t6 * x[1];
        let t8 = x[1] * r2;
        let t9 = 0.025330295910584447 * x[0];
        let t10 = 0.025330295910584447 * x[1];
        let t11 = r3 * r4;
        let t12 = t11 * r2;
        let t13 = t12 * r;
        let t14 = x[1] * t13;
        let t15 = 0.025330295910584447 * t6 * r4 * t8 + 0.15915494309189535;
        let t16 = 0.004031441804149937 * (t5 * t6 * t8) * r3 * r4;
        let t17 = t16 - 0.15915494309189535 * t5 * r4 * t15;
        let t18 = t6 * r2;
        let t19 = t17 * r2;
        let t20 = x[1] * r;
        let t21 = t19 * r;
        let t22 = 0.004031441804149937 * (t3 * t6 * t8) * r3 * r4;
        let t23 = t22 - 0.15915494309189535 * t3 * r4 * t15;
        let t24 = t8 * t18;
        let t25 = t23 * r2;
        let t26 = t6 * t20;
        let t27 = r4 - r3;
        let t28 = 0.004031441804149937 * t3 * r4;
        let t29 = 0.050660591821168895 * x[1] * t6 * t12 + t28 * t8 * t18 * t20 * t27;
        let t30 = 0.004031441804149937 * x[1] * r4 * t3 * t8 * t18 * t27;
        out[0] = t4 * x[1];
        out[1] = 0.15915494309189535 * x[1] * r3 + t10 * r3 * t6 * r4 * t8;
        out[2] = t4 + t9 * r3 * t6 * r4 * t8;
        out[3] = -0.025330295910584447 * t7 * r2 * r3 * r4 * t7;
        out[4] = -0.025330295910584447 * x[0] * r3 * t8 * r4 * t6 * t8;
        out[5] = x[1] * (0.025330295910584447 * t14 - t21);
        out[6] = 0.15915494309189535 * r3 + x[0] * (0.050660591821168895 * t14 - t21);
        out[7] = -(t20 * t6 * (t10 * t12 - t19));
        out[8] = t18 * t8 * (t17 - t10 * t11);
        out[9] = x[0] * (t9 * t13 - t25 * r);
        out[10] = -(t26 * (t9 * t12 - t25));
        out[11] = t24 * (t23 - t9 * t11);
        out[12] = t26 * t29;
        out[13] = t24 * (t28 * t6 * t8 * t20 * t27 + t10 * t6 * t11);
        out[14] = t24 * (t30 + 0.050660591821168895 * x[0] * t8 * t11);
    });
}

// feynman-III.7.38
fn e43(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[2];
    let t = 12.566370614359172 * x[0] * r;
    let t2 = -12.566370614359172 * x[0] * r;
    out[0] = t * x[1];
    out[1] = 12.566370614359172 * x[1] * r;
    out[2] = t;
    out[3] = t2 * x[1] * r;
    out[4] = 0.0;
    out[5] = 12.566370614359172 * r;
    out[6] = -12.566370614359172 * x[1] * r * r;
    out[7] = 0.0;
    out[8] = t2 * r;
    out[9] = 25.132741228718345 * x[0] * r * x[1] * r * r;
}

// feynman-III.10.19
fn e44(x: &[f64], out: &mut [f64]) {
    let norm = ::chainrule::__rt::norm(&[x[1], x[2], x[3]]);
    let c = norm == 0.0;
    let r = 1.0 / norm;
    let t = x[1] * r;
    let t2 = x[2] * r;
    let t3 = x[3] * r;
    let t4 = x[0] * r;
    let t5 = if c {
        0.0
    } else {
        t4 + (if c { 0.0 } else { -(t * t4 * t) })
    };
    let t6 = if c {
        0.0
    } else {
        t4 + (if c { 0.0 } else { -(t2 * t4 * t2) })
    };
    let t7 = if c {
        0.0
    } else {
        t4 + (if c { 0.0 } else { -(t3 * t4 * t3) })
    };
    out[0] = x[0] * norm;
    out[1] = norm;
    out[2] = ::chainrule::__rt::select(c, 0.0, x[0] * t);
    out[3] = ::chainrule::__rt::select(c, 0.0, x[0] * t2);
    out[4] = ::chainrule::__rt::select(c, 0.0, x[0] * t3);
    out[5] = 0.0;
    out[6] = if c { 0.0 } else { t };
    out[7] = if c { 0.0 } else { t2 };
    out[8] = if c { 0.0 } else { t3 };
    out[9] = t5;
    out[10] = if c { 0.0 } else { -(t * t2 * t4) };
    out[11] = if c { 0.0 } else { -(t * t3 * t4) };
    out[12] = t6;
    out[13] = if c { 0.0 } else { -(t2 * t3 * t4) };
    out[14] = t7;
}

// feynman-III.12.43
fn e45(x: &[f64], out: &mut [f64]) {
    let t = 0.15915494309189535 * x[0];
    out[0] = t * x[1];
    out[1] = 0.15915494309189535 * x[1];
    out[2] = t;
    out[3] = 0.0;
    out[4] = 0.15915494309189535;
    out[5] = 0.0;
}

// feynman-III.14.14
fn e46(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[3];
        let r2 = 1.0 / x[4];
        let t = x[1] * r;
        let t2 = t * x[2] * r2;
        let expm1 = ::chainrule::__rt::expm1(fma, t2);
        let t3 = x[0] * ::chainrule::__rt::exp(fma, t2);
        let t4 = x[2] * r;
        let t5 = t * r2;
        out[0] = x[0] * expm1;
        out[1] = expm1;
        out[2] = t4 * t3 * r2;
        out[3] = t5 * t3;
        out[4] = -(t3 * t4 * t5);
        out[5] = -(x[2] * r2 * t3 * t5);
    });
}

// feynman-III.15.27
fn e47(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[1];
    let r2 = 1.0 / x[2];
    let t = 6.283185307179586 * x[0];
    let t2 = r * r2;
    let t3 = -6.283185307179586 * x[0] * r * r2;
    let t4 = -6.283185307179586 * r * r2;
    let t5 = 12.566370614359172 * x[0] * r * r2;
    out[0] = t * r * r2;
    out[1] = 6.283185307179586 * r * r2;
    out[2] = t3 * r;
    out[3] = t3 * r2;
    out[4] = 0.0;
    out[5] = t4 * r;
    out[6] = t4 * r2;
    out[7] = t5 * r * r;
    out[8] = t * t2 * t2;
    out[9] = t5 * r2 * r2;
}

// feynman-III.17.37
fn e48(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[2]);
        let t = x[1] * cos + 1.0;
        let t2 = x[0] * x[1];
        let sin = ::chainrule::__rt::sin(fma, x[2]);
        out[0] = x[0] * t;
        out[1] = t;
        out[2] = x[0] * cos;
        out[3] = -(t2 * sin);
        out[4] = 0.0;
        out[5] = cos;
        out[6] = -(x[1] * sin);
        out[7] = 0.0;
        out[8] = -(x[0] * sin);
        out[9] = -(cos * t2);
    });
}

// feynman-III.21.20
fn e49(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[3];
    let t = x[0] * r;
    let t2 = x[1] * r;
    let t3 = x[2] * t;
    let t4 = x[2] * r;
    out[0] = -(t * x[1] * x[2]);
    out[1] = -(t2 * x[2]);
    out[2] = -t3;
    out[3] = -(x[1] * t);
    out[4] = t3 * t2;
    out[5] = 0.0;
    out[6] = -t4;
    out[7] = -t2;
    out[8] = t2 * t4;
    out[9] = 0.0;
    out[10] = -t;
    out[11] = t * t4;
    out[12] = 0.0;
    out[13] = t * t2;
    out[14] = -2.0 * t * t2 * t4;
}

// feynman-bonus-test_2
fn e50(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[0];
        let r2 = 1.0 / x[1];
        let t = x[2] * r2;
        let t2 = 2.0 * t;
        let t3 = x[4] - x[5];
        let cos = ::chainrule::__rt::cos(fma, t3);
        let root = ::chainrule::__rt::sqrt(t2 * r * x[3] * t + 1.0);
        let t4 = cos * root + 1.0;
        let r3 = 1.0 / x[2];
        let t5 = x[0] * r3;
        let t6 = x[1] * r3;
        let t7 = t4 * r3;
        let t8 = t5 * t6;
        let t9 = cos / root * t8;
        let t10 = root * t8 * ::chainrule::__rt::sin(fma, t3);
        let t11 = x[2] * r * r2;
        let t12 = x[3] * r2;
        out[0] = t5 * x[1] * t4 * r3;
        out[1] = t6 * t4 * r3 - t11 * x[3] * t9 * t11;
        out[2] = t7 * t5 - t2 * t9 * t11 * t12;
        out[3] = -2.0 * (t8 * t7 - t12 * t9 * t11);
        out[4] = t * t9 * t11;
        out[5] = -t10;
        out[6] = t10;
    });
}

// feynman-bonus-test_3
fn e51(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 1.0 - x[1] * x[1];
        let t2 = x[2] - x[3];
        let cos = ::chainrule::__rt::cos(fma, t2);
        let r = 1.0 / (x[1] * cos + 1.0);
        let t3 = x[0] * r;
        let t4 = t * r;
        let t5 = t3 * t4;
        let t6 = x[1] * t5;
        let sin = ::chainrule::__rt::sin(fma, t2);
        let t7 = t6 * sin;
        let t8 = 2.0 * x[1];
        let t9 = t4 * r;
        let t10 = sin * (x[1] * t9);
        let t11 = cos * t6;
        let t12 = 2.0 * sin * (x[1] * (t3 * t9 * (x[1] * sin)));
        let t13 = t11 + t12;
        let t14 = t3 * r * (x[1] + cos * t4);
        let t15 = sin * (t5 - t8 * t14);
        out[0] = t3 * t;
        out[1] = t4;
        out[2] = -(cos * t5) - t8 * t3;
        out[3] = t7;
        out[4] = -t7;
        out[5] = 0.0;
        out[6] = -(cos * t9) - t8 * r;
        out[7] = t10;
        out[8] = -t10;
        out[9] = -2.0 * (t3 - cos * (x[1] * r * t3 + t14));
        out[10] = t15;
        out[11] = -t15;
        out[12] = t13;
        out[13] = -t11 - t12;
        out[14] = t13;
    });
}

// feynman-bonus-test_4
fn e52(x: &[f64], out: &mut [f64]) {
    let r2 = 1.0 / x[0];
    let r3 = 1.0 / x[4];
    let t = x[3] * r3;
    let t2 = t * r2;
    let t3 = t2 * t;
    let t4 = x[1] - x[2];
    let root = ::chainrule::__rt::sqrt(2.0 * (t4 - 0.5 * t3) * r2);
    let r4 = 1.0 / root;
    let t5 = r2 * r4;
    let t6 = x[3] * r2 * r3;
    out[0] = root;
    out[1] = -((t4 - t3) * r2 * r4 * r2);
    out[2] = t5;
    out[3] = -t5;
    out[4] = -(t2 * r2 * r3 * r4);
    out[5] = t6 * r3 * r4 * t6;
}

// feynman-bonus-test_7
fn e53(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[4];
    let t = x[3] * r;
    let root = ::chainrule::__rt::sqrt(8.377580409572781 * x[0] * x[1] - x[2] * t * t);
    let r2 = 1.0 / root;
    let t2 = x[2] * r;
    out[0] = root;
    out[1] = 4.1887902047863905 * x[1] * r2;
    out[2] = 4.1887902047863905 * x[0] * r2;
    out[3] = -0.5 * t * r2 * t;
    out[4] = -(t2 * t * r2);
    out[5] = t * r2 * t2 * t;
}

// feynman-bonus-test_11
fn e54(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 0.5 * x[1];
        let sin = ::chainrule::__rt::sin(fma, t);
        let t2 = 0.5 * x[2] * x[3];
        let sin2 = ::chainrule::__rt::sin(fma, t2);
        let t3 = 0.5 * x[3];
        let sin3 = ::chainrule::__rt::sin(fma, t3);
        let r = 1.0 / x[1];
        let r2 = 1.0 / sin3;
        let t4 = sin * r;
        let t5 = t4 * sin2 * r2;
        let t6 = t5 * t5;
        let t7 = x[0] * r;
        let t8 = sin2 * r2;
        let t9 = t7 * t8 * t4 * t8;
        let t10 = sin * r2;
        let t11 = t10 * t4 * t7 * t8;
        let t12 = t8 * t4 * t7 * t10 * t8;
        let cos = ::chainrule::__rt::cos(fma, t3);
        let cos2 = ::chainrule::__rt::cos(fma, t2);
        let t13 = t11 * cos2;
        let t14 = 4.0 * x[3];
        let cos3 = ::chainrule::__rt::cos(fma, t);
        let t15 = t4 * r;
        let t16 = cos2 * (t15 * t8 * t10);
        let t17 = t8 * t8;
        let t18 = t7 * r;
        let t19 = t4 * r2;
        let t20 = t19 * t7 * t10;
        let t21 = sin2 * (sin * t4 * t7);
        let t22 = 8.0 * sin2 * cos * (t7 * r2 * t10 * t19);
        let t23 = cos2 * (t22 - 4.0 * x[2] * cos2 * t20);
        let t24 = 4.0 * cos3;
        let t25 = 8.0 * cos3;
        let t26 = 16.0 * t4;
        let t27 = t8 * t10 * (t25 * t18 - t26 * t18);
        let t28 = cos2 * t27;
        let t29 = -0.5 * (4.0 * sin * t9 - cos3 * (t17 * t18 * (t24 - t26)));
        let t30 = x[3] * (sin2 * t4 * t7 * t8 * t10 - cos2 * t20 * cos2);
        let t31 = 4.0 * cos * (x[3] * cos2 * r2 * t21 * r2 * r2);
        let t32 = 12.0 * sin / ::chainrule::__rt::tan(t3) * sin2 * t4 * t7 * sin2;
        let t33 = cos * ((t32 - 8.0 * x[2] * cos2 * t21) * r2 * r2 * r2);
        let t34 = x[2] * (4.0 * sin2 * (x[2] * t11) + t23);
        out[0] = 4.0 * x[0] * t6;
        out[1] = 4.0 * t6;
        out[2] = 4.0 * t9 * cos3 - 8.0 * t5 * t7 * t5;
        out[3] = t14 * t13;
        out[4] = -4.0 * (t12 * cos - x[2] * t13);
        out[5] = 0.0;
        out[6] = t8 * t15 * (t24 - 8.0 * t4) * t8;
        out[7] = t14 * t16;
        out[8] = -4.0 * (cos * (t5 * r2 * t5) - x[2] * t16);
        out[9] = t29 - t4 * t17 * t18 * (t25 - 24.0 * t4);
        out[10] = t3 * t28;
        out[11] = -0.5 * (cos * (t27 * t8) - x[2] * t28);
        out[12] = -2.0 * x[3] * t30;
        out[13] = 4.0 * t13 - t31 - 2.0 * x[2] * t30;
        out[14] = -0.5 * (t34 - (4.0 * sin3 * t12 + t33));
    });
}

// feynman-bonus-test_14
fn e55(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[1]);
        let t = x[4] - 1.0;
        let r2 = 1.0 / (x[4] + 2.0);
        let t2 = x[3] * (1.0 / x[2]);
        let t3 = t2 * r2;
        let t4 = x[2] - t3 * x[3] * t * t2;
        let t5 = x[0] * cos;
        out[0] = -(t5 * t4);
        out[1] = -(cos * t4);
        out[2] = x[0] * t4 * ::chainrule::__rt::sin(fma, x[1]);
        out[3] = -t5 - 2.0 * t2 * r2 * t * t5 * t2 * t2;
        out[4] = 3.0 * t2 * r2 * t * t5 * t2;
        out[5] = 3.0 * t3 * x[3] * t5 * t3;
    });
}

// feynman-bonus-test_15
fn e56(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[1];
        let t = x[0] * r;
        let cos = ::chainrule::__rt::cos(fma, x[3]);
        let root = ::chainrule::__rt::sqrt(1.0 - t * t);
        let r2 = 1.0 / (t * cos + 1.0);
        let t2 = x[2] * r2;
        let r3 = 1.0 / root;
        let t3 = t2 * r3;
        let t4 = root * r2;
        let t5 = t2 * t4;
        let t6 = t * t5;
        let sin = ::chainrule::__rt::sin(fma, x[3]);
        let t7 = t * r;
        let t8 = cos * r;
        let t9 = t * t8;
        let t10 = t4 * r2;
        let t11 = cos * t5;
        let t12 = t11 + t * t3;
        let t13 = t4 * t8;
        let t14 = t7 * r3;
        let t15 = t2 * r2;
        let t16 = t15 * (2.0 * t13 + t14);
        let t17 = x[0] * (t2 * (t8 * r2 * r3 - t14 * r3 * r3));
        let t18 = cos * t16;
        let t19 = t4 * t9;
        let t20 = t7 * t * r3;
        let t21 = t15 * (2.0 * t19 + t20);
        let t22 = t2 * (t9 * r2 * r3 - t20 * r3 * r3) - 3.0 * t3 * r;
        out[0] = t2 * root;
        out[1] = -(t12 * r);
        out[2] = t7 * t12;
        out[3] = t4;
        out[4] = t6 * sin;
        out[5] = (t18 - (t3 - t17) * r) * r;
        out[6] = (t11 + x[0] * ((2.0 * t3 - t17) * r - t18)) * r * r;
        out[7] = -((t13 + t14) * r2);
        out[8] = sin * ((t5 - x[0] * t16) * r);
        out[9] = -(t7 * ((2.0 * t11 - x[0] * t22) * r - cos * t21));
        out[10] = (t19 + t20) * r2;
        out[11] = -(sin * (t * (t5 * r - t21)));
        out[12] = 0.0;
        out[13] = sin * (t * t10);
        out[14] = cos * t6 + 2.0 * sin * (t * (t2 * t10 * (t * sin)));
    });
}

// feynman-bonus-test_17
fn e57(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[5];
    let t = x[3] * r;
    let t2 = t * x[4];
    let t3 = t2 + 1.0;
    let t4 = x[0] * x[2];
    let t5 = t4 * x[3];
    let t6 = t5 * t3;
    let r2 = 1.0 / x[0];
    let t7 = 0.5 * (x[1] * x[1] + t6 * t5) * r2;
    let t8 = x[2] * x[3];
    let t9 = x[2] * r * x[3];
    out[0] = t7;
    out[1] = t8 * t3 * t8 - t7 * r2;
    out[2] = x[1] * r2;
    out[3] = x[3] * t6;
    out[4] = t4 * t8 * (1.5 * t2 + 1.0);
    out[5] = 0.5 * x[0] * t8 * t * t8;
    out[6] = -0.5 * x[0] * t9 * x[3] * x[4] * t9;
}

// feynman-bonus-test_19
fn e58(x: &[f64], out: &mut [f64]) {
    let t = 1.0 - 2.0 * x[5];
    let r2 = 1.0 / x[0];
    let t2 = x[1] * x[4];
    let t3 = x[1] * (1.0 / x[3]);
    let t4 = t3 * x[1];
    let t5 = t3 * x[2] * t3;
    let t6 = x[4] * t * x[4];
    let t7 = x[1] * (t5 + t6) * x[1];
    out[0] = -0.039788735772973836 * t7 * r2;
    out[1] = 0.039788735772973836 * t7 * r2 * r2;
    out[2] = -(x[1] * r2 * (0.15915494309189535 * t5 + 0.07957747154594767 * t6));
    out[3] = -0.039788735772973836 * t4 * r2 * t4;
    out[4] = 0.07957747154594767 * t3 * r2 * x[1] * x[2] * t3 * t3;
    out[5] = -0.07957747154594767 * x[1] * r2 * x[4] * t * x[1];
    out[6] = 0.07957747154594767 * t2 * r2 * t2;
}

// feynman-bonus-test_20
fn e59(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[5];
        let t = x[4] * r;
        let t2 = t * t;
        let r2 = 1.0 / x[4];
        let t3 = x[5] * r2;
        let sin = ::chainrule::__rt::sin(fma, x[6]);
        let t4 = t + t3 - sin * sin;
        let r3 = 1.0 / x[2];
        let r4 = 1.0 / x[3];
        let t5 = x[0] * r3 * x[1];
        let t6 = t5 * r4;
        let t7 = t2 * t4;
        let t8 = t7 * r4 * r4;
        let t9 = t8 * r3 * r3;
        let t10 = x[0] * x[1];
        let t11 = t6 * t2 * t6;
        let t12 = 0.07957747154594767 * t11;
        let t13 = t12 + 0.15915494309189535 * t * (t4 * (t6 * t6));
        out[0] = 0.07957747154594767 * t6 * t2 * t4 * t6;
        out[1] = 0.15915494309189535 * x[0] * (x[1] * t9 * x[1]);
        out[2] = 0.15915494309189535 * x[1] * (x[0] * t9 * x[0]);
        out[3] = -0.15915494309189535 * (t10 * t8 * t10) * r3 * r3 * r3;
        out[4] = -0.15915494309189535 * (t5 * t7 * t5) * r4 * r4 * r4;
        out[5] = t13 * r - 0.07957747154594767 * t3 * r2 * t11;
        out[6] = t12 * r2 - t * r * t13;
        out[7] = -0.15915494309189535 * (sin * t11) * ::chainrule::__rt::cos(fma, x[6]);
    });
}

// sr-keijzer-1
fn e60(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 6.283185307179586 * x[0];
        let sin = ::chainrule::__rt::sin(fma, t);
        let t2 = x[0] * sin;
        let cos = ::chainrule::__rt::cos(fma, t);
        out[0] = 0.3 * t2;
        out[1] = 0.3 * sin + 1.8849555921538759 * x[0] * cos;
        out[2] = 1.8849555921538759 * cos - 6.283185307179586 * (1.8849555921538759 * t2 - 0.3 * cos);
    });
}

// sr-keijzer-5
fn e61(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] - 10.0);
    let r2 = 1.0 / x[2];
    let t = 30.0 * x[0] * r;
    let t2 = -60.0 * x[0] * r;
    let t3 = r * r2;
    let t4 = 600.0 * x[1];
    let t5 = r2 * r2;
    out[0] = t * x[1] * r2 * r2;
    out[1] = -300.0 * x[1] * t3 * t3;
    out[2] = t * r2 * r2;
    out[3] = t2 * x[1] * r2 * r2 * r2;
    out[4] = t4 * r * t3 * t3;
    out[5] = -300.0 * (t3 * t3);
    out[6] = t4 * r2 * t3 * t3;
    out[7] = 0.0;
    out[8] = t2 * r2 * r2 * r2;
    out[9] = 180.0 * x[0] * r * x[1] * t5 * t5;
}

// sr-keijzer-6
fn e62(x: &[f64], out: &mut [f64]) {
    let t = x[0] + 1.0;
    out[0] = 0.5 * x[0] * t;
    out[1] = 0.5 * (x[0] + t);
    out[2] = 1.0;
}

// sr-keijzer-7
fn e63(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[0];
        let c = 0.0 <= x[0];
        out[0] = ::chainrule::__rt::ln(fma, x[0]);
        out[1] = if c { r } else { f64::NAN };
        out[2] = -((if c { 1.0 } else { f64::NAN }) * r * r);
    });
}

// sr-keijzer-9
fn e64(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let norm = ::chainrule::__rt::norm(&[x[0], 1.0]);
        let t = x[0] + norm;
        let r = 1.0 / t;
        let c = 0.0 <= t;
        let t2 = if c { r } else { f64::NAN };
        let c2 = norm == 0.0;
        let r2 = 1.0 / norm;
        let t3 = x[0] * r2;
        let t4 = (if c { (if c2 { 0.0 } else { t3 }) + 1.0 } else { f64::NAN }) * r * r;
        let t6 = if c2 {
            0.0
        } else {
            let t5 = t2 * r2;
            t5 - t3 * (t4 - (if c2 { 0.0 } else { -(t3 * t5) }))
        };
        out[0] = ::chainrule::__rt::ln(fma, t);
        out[1] = t2 + (if c2 { 0.0 } else { t2 * t3 });
        out[2] = t6 - t4;
    });
}

// sr-keijzer-10
fn e65(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let pow = ::chainrule::__rt::pow(x[0], x[1]);
        let t = x[1] - 1.0;
        let pow2 = ::chainrule::__rt::pow(x[0], t);
        let c = x[0] == 0.0;
        let c2 = c && x[1] == 0.0;
        let c3 = pow == 0.0;
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let t2 = pow * ln;
        let t4 = if c2 {
            0.0
        } else {
            if c && t == 0.0 {
                0.0
            } else {
                x[1] * (t * ::chainrule::__rt::pow(x[0], x[1] - 2.0))
            }
        };
        out[0] = pow;
        out[1] = ::chainrule::__rt::select(c2, 0.0, x[1] * pow2);
        out[2] = if c3 { 0.0 } else { t2 };
        out[3] = t4;
        out[4] = if c2 { 0.0 } else { pow2 + ::chainrule::__rt::select(pow2 == 0.0, 0.0, x[1] * (pow2 * ln)) };
        out[5] = if c3 { 0.0 } else { ln * t2 };
    });
}

// sr-keijzer-14
fn e66(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] * x[0] + x[1] * x[1] + 2.0);
    let t = 16.0 * (r * r);
    let t2 = x[1] * r;
    let t3 = x[0] * r;
    out[0] = 8.0 * r;
    out[1] = -16.0 * x[0] * r * r;
    out[2] = -16.0 * x[1] * r * r;
    out[3] = 64.0 * t3 * r * t3 - t;
    out[4] = 64.0 * x[1] * (t3 * r * r);
    out[5] = 64.0 * t2 * r * t2 - t;
}

// sr-korns-1
fn e67(x: &[f64], out: &mut [f64]) {
    out[0] = 24.3 * x[0] + 1.57;
    out[1] = 24.3;
    out[2] = 0.0;
}

// sr-korns-2
fn e68(x: &[f64], out: &mut [f64]) {
    let t = x[0] + x[1];
    let r = 1.0 / x[2];
    let t2 = 4.7333333333333325 * r;
    let t3 = -4.7333333333333325 * (r * r);
    out[0] = 4.7333333333333325 * t * r + 0.23;
    out[1] = t2;
    out[2] = t2;
    out[3] = -4.7333333333333325 * t * r * r;
    out[4] = 0.0;
    out[5] = 0.0;
    out[6] = t3;
    out[7] = 0.0;
    out[8] = t3;
    out[9] = 9.466666666666665 * t * r * r * r;
}

// sr-korns-3
fn e69(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[3];
    let t = x[2] * r;
    let t2 = x[0] - x[1];
    let t3 = 1.6333333333333333 * r;
    let t4 = r * r;
    let t5 = 1.6333333333333333 * t4;
    out[0] = 1.6333333333333333 * (t2 + t) * r - 5.41;
    out[1] = t3;
    out[2] = -t3;
    out[3] = t5;
    out[4] = -1.6333333333333333 * (t2 + 2.0 * t) * r * r;
    out[5] = 0.0;
    out[6] = 0.0;
    out[7] = 0.0;
    out[8] = -t5;
    out[9] = 0.0;
    out[10] = 0.0;
    out[11] = t5;
    out[12] = 0.0;
    out[13] = -3.2666666666666666 * (t4 * r);
    out[14] = (3.2666666666666666 * x[0] - 3.2666666666666666 * x[1] + 9.8 * t) * r * r * r;
}

// sr-korns-6
fn e70(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(::chainrule::__rt::abs(x[0]));
    let sign = ::chainrule::__rt::sign(x[0]);
    let r = 1.0 / root;
    let t = sign * r;
    out[0] = 0.13 * root + 1.3;
    out[1] = 0.065 * sign * r;
    out[2] = -0.0325 * t * r * t;
}

// sr-korns-8
fn e71(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[1];
    let t2 = 7.23 * x[0] * x[1] * x[2];
    let root = ::chainrule::__rt::sqrt(::chainrule::__rt::abs(t2));
    let r = 1.0 / root;
    let t3 = ::chainrule::__rt::sign(t2) * r;
    let t4 = x[1] * x[2];
    let t5 = x[0] * x[2];
    let t6 = 39.765 * x[0];
    let t7 = t3 * r;
    let t8 = t7 * t4 * t3;
    let t9 = t7 * t5 * t3;
    let t10 = 39.765 * t3;
    let t11 = t10 - 143.75047500000002 * x[0] * t8;
    out[0] = 11.0 * root + 6.87;
    out[1] = 39.765 * x[1] * x[2] * t3;
    out[2] = t6 * x[2] * t3;
    out[3] = t6 * x[1] * t3;
    out[4] = -143.75047500000002 * t4 * t8;
    out[5] = x[2] * t11;
    out[6] = x[1] * t11;
    out[7] = -143.75047500000002 * t5 * t9;
    out[8] = x[0] * (t10 - 143.75047500000002 * x[1] * t9);
    out[9] = -143.75047500000002 * t * (t * r * t3 * t3);
}

// sr-korns-12
fn e72(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 9.8 * x[0];
        let cos = ::chainrule::__rt::cos(fma, t);
        let t2 = 1.3 * x[1];
        let sin = ::chainrule::__rt::sin(fma, t2);
        let t3 = cos * sin;
        let cos2 = ::chainrule::__rt::cos(fma, t2);
        let sin2 = ::chainrule::__rt::sin(fma, t);
        out[0] = 2.0 - 2.1 * t3;
        out[1] = 20.580000000000002 * sin * sin2;
        out[2] = -2.7300000000000004 * cos * cos2;
        out[3] = 201.68400000000003 * t3;
        out[4] = 26.754000000000005 * cos2 * sin2;
        out[5] = 3.549000000000001 * t3;
    });
}

// sr-koza-3
fn e73(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * x[0];
    let t3 = t * t;
    out[0] = t + t2 * t2 - 2.0 * t3;
    out[1] = 2.0 * x[0] - 8.0 * t2 + 6.0 * (t3 * x[0]);
    out[2] = 30.0 * t3 - 24.0 * t + 2.0;
}

// sr-meier-4
fn e74(x: &[f64], out: &mut [f64]) {
    let t = x[0] * (1.0 / x[1]);
    let t2 = t * x[0];
    let t3 = t * t;
    let t4 = t3 * t3;
    out[0] = t2 * t * t2;
    out[1] = 5.0 * t * x[0] * t * t;
    out[2] = -3.0 * x[0] * t3 * t3;
    out[3] = 20.0 * (t3 * t);
    out[4] = -15.0 * t4;
    out[5] = 12.0 * (t4 * t);
}

// sr-constant-1
fn e75(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    out[0] = 1.78 * x[0] + 2.12 * t + 3.39 * (t * x[0]);
    out[1] = 4.24 * x[0] + 10.17 * t + 1.78;
    out[2] = 20.34 * x[0] + 4.24;
}

// sr-constant-2
fn e76(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let sin = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t2 = sin * cos;
        let sin2 = ::chainrule::__rt::sin(fma, x[0]);
        let cos2 = ::chainrule::__rt::cos(fma, t);
        let t3 = cos * cos2;
        let t4 = 4.0 * x[0] * (sin * (x[0] * cos) + sin2 * cos2);
        out[0] = t2 - 0.75;
        out[1] = 2.0 * x[0] * t3 - sin * sin2;
        out[2] = 2.0 * t3 - t2 - t4;
    });
}

// sr-constant-8
fn e77(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] + 1.4;
        let t2 = x[0] * x[0] + 1.3;
        let r = 1.0 / t2;
        let t3 = x[0] * r;
        let r2 = 1.0 / t;
        let c = 0.0 <= t;
        out[0] = ::chainrule::__rt::ln(fma, t) + ::chainrule::__rt::ln(fma, t2);
        out[1] = 2.0 * x[0] * r + (if c { r2 } else { f64::NAN });
        out[2] = 2.0 * r - (if c { 1.0 } else { f64::NAN }) * r2 * r2 - 4.0 * (t3 * t3);
    });
}

// sr-pagie-1
fn e78(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[0];
    let t = r * r;
    let r2 = 1.0 / (t * t + 1.0);
    let r3 = 1.0 / x[1];
    let t2 = r3 * r3;
    let r4 = 1.0 / (t2 * t2 + 1.0);
    let t3 = r3 * r4 * r3;
    let t4 = t3 * r3;
    let t5 = r * r2 * r;
    let t6 = t5 * r;
    out[0] = r2 + r4;
    out[1] = 4.0 * t5 * r * t5;
    out[2] = 4.0 * t3 * r3 * t3;
    out[3] = 32.0 * t6 * r * t6 * t6 - 20.0 * (t6 * t6);
    out[4] = 0.0;
    out[5] = 32.0 * t4 * r3 * t4 * t4 - 20.0 * (t4 * t4);
}

// sr-r1
fn e79(x: &[f64], out: &mut [f64]) {
    let t = x[0] + 1.0;
    let t2 = t * (1.0 / (x[0] * x[0] - x[0] + 1.0));
    let t3 = t2 * t;
    let t4 = t3 * t2;
    let t5 = 2.0 * x[0];
    let t6 = 1.0 - t5;
    let t7 = 2.0 * t2 * t6 * t2 * t2 + 3.0 * (t2 * t2);
    let t8 = 6.0 * t2 + 3.0 * t2 * t6 * t2;
    out[0] = t3 * t;
    out[1] = 3.0 * t * t2 + t4 - t5 * t4;
    out[2] = t7 - 2.0 * t4 - t5 * t7 + t8;
}

// sr-r2
fn e80(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * x[0];
    let r = 1.0 / (t + 1.0);
    let t3 = (t * t * x[0] - 3.0 * t2 + 1.0) * r;
    let t4 = 2.0 * t3 * r;
    let t5 = 9.0 * x[0];
    let t6 = x[0] * (t4 + t5 * r - 5.0 * x[0] * r * x[0] * x[0]);
    let t7 = 2.0 * x[0] * r * (t5 - 5.0 * t2 + 4.0 * t3) * r;
    let t8 = t7 + (20.0 * t - 18.0 * r - 10.0 * r * t * t) * r;
    out[0] = t3;
    out[1] = -t6;
    out[2] = x[0] * t8 - t4;
}

// sr-neat-7
fn e81(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 9.8 * x[0];
        let cos = ::chainrule::__rt::cos(fma, t);
        let t2 = 1.3 * x[1];
        let sin = ::chainrule::__rt::sin(fma, t2);
        let t3 = cos * sin;
        let cos2 = ::chainrule::__rt::cos(fma, t2);
        let sin2 = ::chainrule::__rt::sin(fma, t);
        out[0] = 2.0 - 2.1 * t3;
        out[1] = 20.580000000000002 * sin * sin2;
        out[2] = -2.7300000000000004 * cos * cos2;
        out[3] = 201.68400000000003 * t3;
        out[4] = 26.754000000000005 * cos2 * sin2;
        out[5] = 3.549000000000001 * t3;
    });
}

// sr-poly-4
fn e82(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, -x[6]);
        let root = ::chainrule::__rt::sqrt(12.0 * x[1] * x[2] - 0.05 * x[3] * x[4] * x[5] + 1.3);
        let r = 1.0 / root;
        let t = ::chainrule::__rt::sin(fma, x[0]) * r;
        let t2 = t * exp;
        let t3 = exp * r;
        let t4 = t * r * t3;
        let t5 = 0.025 * x[3];
        out[0] = t2;
        out[1] = t3 * ::chainrule::__rt::cos(fma, x[0]);
        out[2] = -6.0 * x[2] * t4;
        out[3] = -6.0 * x[1] * t4;
        out[4] = 0.025 * x[4] * x[5] * t4;
        out[5] = t5 * x[5] * t4;
        out[6] = t5 * x[4] * t4;
        out[7] = -t2;
    });
}

// sr-poly-5
fn e83(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let t2 = t * x[0] - x[0] - 0.5235987755982988;
        let sin = ::chainrule::__rt::sin(fma, t2);
        let cos = ::chainrule::__rt::cos(fma, t2);
        let t3 = 3.0 * x[0];
        let t4 = sin * (3.0 * t - 1.0);
        out[0] = sin;
        out[1] = t3 * cos * x[0] - cos;
        out[2] = t4 + x[0] * (6.0 * cos - t3 * t4);
    });
}

// sr-nguyen-2
fn e84(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * x[0];
    out[0] = x[0] + t + t * t + t2;
    out[1] = 2.0 * x[0] + 3.0 * t + 4.0 * t2 + 1.0;
    out[2] = 6.0 * x[0] + 12.0 * t + 2.0;
}

// sr-nguyen-3
fn e85(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * t;
    let t3 = t * x[0];
    out[0] = x[0] + t + t2 + t2 * x[0] + t3;
    out[1] = 2.0 * x[0] + 3.0 * t + 5.0 * t2 + 4.0 * t3 + 1.0;
    out[2] = 6.0 * x[0] + 12.0 * t + 20.0 * t3 + 2.0;
}

// sr-nguyen-5
fn e86(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let sin = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t2 = sin * cos;
        let sin2 = ::chainrule::__rt::sin(fma, x[0]);
        let cos2 = ::chainrule::__rt::cos(fma, t);
        let t3 = cos * cos2;
        let t4 = 4.0 * x[0] * (sin * (x[0] * cos) + sin2 * cos2);
        out[0] = t2 - 1.0;
        out[1] = 2.0 * x[0] * t3 - sin * sin2;
        out[2] = 2.0 * t3 - t2 - t4;
    });
}

// sr-nguyen-6
fn e87(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = x[0] + x[0] * x[0];
        let sin2 = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, t);
        let t2 = 2.0 * x[0];
        let t3 = sin2 * (t2 + 1.0);
        out[0] = sin + sin2;
        out[1] = cos + t2 * cos + ::chainrule::__rt::cos(fma, x[0]);
        out[2] = 2.0 * cos - sin - t3 - t2 * t3;
    });
}

// sr-nguyen-10
fn e88(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let cos = ::chainrule::__rt::cos(fma, x[1]);
        let t = 2.0 * sin * cos;
        let sin2 = ::chainrule::__rt::sin(fma, x[1]);
        let cos2 = ::chainrule::__rt::cos(fma, x[0]);
        let t2 = -t;
        out[0] = t;
        out[1] = 2.0 * cos * cos2;
        out[2] = -2.0 * sin * sin2;
        out[3] = t2;
        out[4] = -2.0 * sin2 * cos2;
        out[5] = t2;
    });
}

// sr-livermore-1
fn e89(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let sin = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, t);
        out[0] = x[0] + sin + 0.3333333333333333;
        out[1] = 2.0 * x[0] * cos + 1.0;
        out[2] = 2.0 * cos - 4.0 * x[0] * sin * x[0];
    });
}

// sr-livermore-2
fn e90(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let sin = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t2 = sin * cos;
        let sin2 = ::chainrule::__rt::sin(fma, x[0]);
        let cos2 = ::chainrule::__rt::cos(fma, t);
        let t3 = cos * cos2;
        let t4 = 4.0 * x[0] * (sin * (x[0] * cos) + sin2 * cos2);
        out[0] = t2 - 2.0;
        out[1] = 2.0 * x[0] * t3 - sin * sin2;
        out[2] = 2.0 * t3 - t2 - t4;
    });
}

// sr-livermore-3
fn e91(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let t2 = t * x[0];
        let sin = ::chainrule::__rt::sin(fma, t2);
        let cos = ::chainrule::__rt::cos(fma, t);
        let t3 = sin * cos;
        let sin2 = ::chainrule::__rt::sin(fma, t);
        let t4 = 2.0 * sin * sin2;
        let cos2 = ::chainrule::__rt::cos(fma, t2);
        let t5 = cos * cos2;
        let t6 = 3.0 * x[0];
        let t7 = 6.0 * t5 - 2.0 * x[0] * (2.0 * t3 + t6 * sin2 * cos2);
        let t8 = x[0] * (t7 - t6 * (t6 * t3 + 2.0 * sin2 * cos2) * x[0]);
        out[0] = t3 - 1.0;
        out[1] = -(x[0] * (t4 - t6 * t5));
        out[2] = t8 - t4;
    });
}

// sr-livermore-5
fn e92(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * x[0];
    out[0] = t * t - t2 - x[1] + x[1] * x[1];
    out[1] = 4.0 * t2 - 3.0 * t;
    out[2] = 2.0 * x[1] - 1.0;
    out[3] = 12.0 * t - 6.0 * x[0];
    out[4] = 0.0;
    out[5] = 2.0;
}

// sr-livermore-7
fn e93(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sinh = ::chainrule::__rt::sinh(fma, x[0]);
        out[0] = sinh;
        out[1] = ::chainrule::__rt::cosh(fma, x[0]);
        out[2] = sinh;
    });
}

// sr-livermore-8
fn e94(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cosh = ::chainrule::__rt::cosh(fma, x[0]);
        out[0] = cosh;
        out[1] = ::chainrule::__rt::sinh(fma, x[0]);
        out[2] = cosh;
    });
}

// sr-livermore-15
fn e95(x: &[f64], out: &mut [f64]) {
    out[0] = ::chainrule::__rt::pow(x[0], 0.2);
    out[1] = 0.2 * ::chainrule::__rt::pow(x[0], -0.8);
    out[2] = -0.16 * ::chainrule::__rt::pow(x[0], -1.8);
}

// sr-livermore-16
fn e96(x: &[f64], out: &mut [f64]) {
    out[0] = ::chainrule::__rt::pow(x[0], 0.6666666666666666);
    out[1] = 0.6666666666666666 * ::chainrule::__rt::pow(x[0], -0.3333333333333333);
    out[2] = -0.2222222222222222 * ::chainrule::__rt::pow(x[0], -1.3333333333333333);
}

// sr-livermore-20
fn e97(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * t;
    let t3 = t * x[0];
    out[0] = x[0] + t + t2 + t2 * x[0];
    out[1] = 2.0 * x[0] + 5.0 * t2 + 4.0 * t3 + 1.0;
    out[2] = 12.0 * t + 20.0 * t3 + 2.0;
}

// sr-livermore-22
fn e98(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * t;
    let t3 = t * x[0];
    let t4 = t3 * t3;
    let t5 = t4 * x[0];
    let t6 = t2 * x[0];
    let t7 = 2.0 * x[0] + 3.0 * t + 5.0 * t2 + 4.0 * t3;
    let t8 = 6.0 * x[0] + 12.0 * t + 30.0 * t2 + 20.0 * t3;
    out[0] = x[0] + t + t2 + t2 * t2 + t3 + t4 + t5 + t6;
    out[1] = t7 + 7.0 * t4 + 8.0 * t5 + 6.0 * t6 + 1.0;
    out[2] = t8 + 56.0 * t4 + 42.0 * t6 + 2.0;
}

// sr-vladislavleva-1
fn e99(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] - 1.0;
        let exp = ::chainrule::__rt::exp(fma, -(t * t));
        let t2 = x[1] - 2.5;
        let r = 1.0 / (t2 * t2 + 1.2);
        let t3 = exp * r;
        let t4 = t3 * r;
        let t5 = t * r;
        out[0] = t3;
        out[1] = -2.0 * t * t3;
        out[2] = -2.0 * t2 * t4;
        out[3] = 4.0 * t * (exp * t5) - 2.0 * t3;
        out[4] = 4.0 * t2 * (t3 * t5);
        out[5] = 8.0 * t2 * r * t4 * t2 - 2.0 * t4;
    });
}

// sr-vladislavleva-2
fn e100(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, -x[0]);
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = cos * sin;
        let t2 = t * sin;
        let t3 = t2 - 1.0;
        let t4 = x[0] * exp;
        let t5 = sin * t3;
        let t6 = cos * t5;
        let t7 = exp * t6;
        let t8 = x[0] * t6 * x[0] * x[0];
        let t9 = x[0] * t4;
        let t10 = t9 * x[0];
        let t11 = t5 * t10;
        let t12 = cos * t10;
        let t13 = sin * t12 * sin * sin;
        let t14 = sin * sin;
        let t15 = cos * t12;
        let t16 = t10 - 3.0 * t9;
        let t17 = sin * t10 + cos * t16;
        let t18 = sin * t17;
        let t19 = 3.0 * t2 - 1.0;
        let t20 = t12 * t19;
        let t21 = 3.0 * x[0] * t7 * x[0] - sin * (t11 + t13) - exp * t8;
        let t22 = cos * t19 - t14 * t14;
        let t23 = cos * t22;
        let t24 = t * (6.0 * t15 - 2.0 * t18);
        let t25 = sin * (3.0 * t15 - t18) * sin;
        let t26 = sin * t5;
        let t27 = exp * (t8 - x[0] * (3.0 * t6 + x[0] * (t23 - t26)) * x[0]);
        let t28 = t27 - cos * (t11 + 4.0 * t13 + t3 * t17 - t24);
        let t29 = t28 - sin * (t20 - t5 * t16 + t10 * t22 + t25);
        out[0] = t4 * t * t3 * x[0] * x[0];
        out[1] = t21 + cos * t20;
        out[2] = t29 + x[0] * (6.0 * t7 - 3.0 * t4 * (t6 - t23 + t26));
    });
}

// sr-vladislavleva-3
fn e101(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, -x[0]);
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = cos * sin;
        let t2 = t * sin - 1.0;
        let t3 = x[1] - 5.0;
        let t4 = x[0] * exp;
        let t5 = t2 * t3;
        let t6 = sin * t5;
        let t7 = cos * t6;
        let t8 = exp * t7;
        let t9 = x[0] * t7 * x[0] * x[0];
        let t10 = x[0] * t4;
        let t11 = t10 * x[0];
        let t12 = t6 * t11;
        let t13 = cos * t11;
        let t14 = t5 * t13;
        let t15 = sin * t13;
        let t16 = t3 * t15;
        let t17 = sin * t16 * sin;
        let t18 = t * t16;
        let t19 = 3.0 * x[0] * t8 * x[0] + cos * (t14 + 2.0 * t18);
        let t20 = t11 - 3.0 * t10;
        let t21 = sin * t11 + cos * t20;
        let t22 = cos * t13 - sin * t21;
        let t23 = -(sin * (sin * sin - 2.0 * (cos * cos)));
        let t24 = t3 * t23;
        let t25 = cos * (sin * t24 + cos * t5);
        let t26 = sin * (t3 * t22);
        let t27 = t12 + 3.0 * t17 + t5 * t21 - t13 * t24;
        let t28 = 2.0 * t14 + 4.0 * t18 - t6 * t20;
        let t29 = sin * t6;
        let t30 = exp * (t9 - x[0] * (3.0 * t7 + x[0] * (t25 - t29)) * x[0]);
        let t31 = t30 - cos * (t27 - 2.0 * cos * (cos * t16 + t26));
        let t32 = x[0] * (6.0 * t8 - 3.0 * t4 * (t7 - t25 + t29));
        out[0] = t4 * t * t2 * t3 * x[0] * x[0];
        out[1] = t19 - sin * (t12 + t17) - exp * t9;
        out[2] = t2 * t15;
        out[3] = t31 - sin * (t28 + sin * (t26 + t11 * t24)) + t32;
        out[4] = t2 * t22 + t15 * t23;
        out[5] = 0.0;
    });
}

// sr-vladislavleva-8
fn e102(x: &[f64], out: &mut [f64]) {
    let t = x[0] - 3.0;
    let t2 = t * t;
    let t3 = x[1] - 3.0;
    let t4 = x[1] - 2.0;
    let t5 = t4 * t4;
    let r = 1.0 / (t5 * t5 + 10.0);
    let t6 = (t2 * t2 - t3 + t3 * t3 * t3) * r;
    let t7 = t6 * r;
    let t8 = t3 * r;
    let t9 = t * r;
    let t10 = t4 * r;
    let t11 = t10 * t4 * t10;
    let t12 = 3.0 * (t8 * t8) - 8.0 * t4 * t7 * t10 * t4 - r * r;
    let t13 = 4.0 * t11 + t3 * (6.0 * r - 12.0 * t3 * t11);
    out[0] = t6;
    out[1] = 4.0 * t * r * t * t;
    out[2] = -4.0 * t4 * t7 * t4 * t4 - (r - 3.0 * t3 * r * t3);
    out[3] = 12.0 * t * r * t;
    out[4] = -16.0 * t4 * (t9 * t * t9) * t4 * t4;
    out[5] = t13 - t4 * (12.0 * t7 + 4.0 * t4 * t12) * t4;
}

// sr-jin-1
fn e103(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * x[0];
    let t3 = 2.5 * (t * t) - 1.3 * t2 - 1.7 * x[1];
    out[0] = t3 + 0.5 * (x[1] * x[1]);
    out[1] = 10.0 * t2 - 3.9000000000000004 * t;
    out[2] = x[1] - 1.7;
    out[3] = 30.0 * t - 7.800000000000001 * x[0];
    out[4] = 0.0;
    out[5] = 1.0;
}

// sr-jin-3
fn e104(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = x[1] * x[1];
    let t3 = 0.2 * (t * x[0]) - 0.5 * x[0] - 1.2 * x[1];
    out[0] = t3 + 0.5 * (t2 * x[1]);
    out[1] = 0.6000000000000001 * t - 0.5;
    out[2] = 1.5 * t2 - 1.2;
    out[3] = 1.2000000000000002 * x[0];
    out[4] = 0.0;
    out[5] = 3.0 * x[1];
}

// sr-jin-5
fn e105(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let cos = ::chainrule::__rt::cos(fma, x[1]);
        let t = 6.0 * sin * cos;
        let sin2 = ::chainrule::__rt::sin(fma, x[1]);
        let cos2 = ::chainrule::__rt::cos(fma, x[0]);
        let t2 = -t;
        out[0] = t;
        out[1] = 6.0 * cos * cos2;
        out[2] = -6.0 * sin * sin2;
        out[3] = t2;
        out[4] = -6.0 * sin2 * cos2;
        out[5] = t2;
    });
}

// sr-livermore2-vars2-1
fn e106(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0] + x[1]);
    let t = 2.8 * x[1] + 2.97 * (x[1] * x[1]);
    let r = 1.0 / root;
    let t2 = 0.5 * t * r;
    let t3 = 0.25 * t * r * r * r;
    let t4 = 1.4 * r;
    let t5 = 2.97 * x[1] * r;
    let t6 = t3 - t4 - t5;
    out[0] = root * t;
    out[1] = t2;
    out[2] = 2.8 * root + t2 + 5.94 * x[1] * root;
    out[3] = -t3;
    out[4] = -t6;
    out[5] = 5.94 * root + t4 + t5 - t6;
}

// sr-livermore2-vars2-4
fn e107(x: &[f64], out: &mut [f64]) {
    let t = x[0] - x[1];
    let t2 = 2.0 * t;
    out[0] = 0.29 * x[0] + 0.29 * x[1] + t * t;
    out[1] = t2 + 0.29;
    out[2] = 0.29 - t2;
    out[3] = 2.0;
    out[4] = -2.0;
    out[5] = 2.0;
}

// sr-livermore2-vars2-8
fn e108(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] * x[1];
        let root = ::chainrule::__rt::sqrt(x[0]);
        let t2 = x[0] - root;
        let ln = ::chainrule::__rt::ln(fma, x[1]);
        let r = 1.0 / ::chainrule::__rt::ln(fma, x[0]);
        let t3 = t2 * r;
        let t4 = 2.08 * (t * x[1]) - 4.22 * (x[0] * x[0]) - 2.76 * t;
        let t5 = ln * r;
        let r2 = 1.0 / x[0];
        let t6 = t3 * r2;
        let c = 0.0 <= x[0];
        let r3 = 1.0 / x[1];
        let t7 = t3 * r3;
        let c2 = 0.0 <= x[1];
        let r4 = 1.0 / root;
        let t8 = (if c { t6 * t5 } else { f64::NAN }) - 8.44 * x[0] - t5;
        let t9 = if c { 1.0 } else { f64::NAN };
        let t10 = 0.5 * r4 - 1.0;
        let t11 = t6 * t9;
        let t12 = t5 * r;
        let t13 = if c { -(t12 * (t10 + 2.0 * t11) * r2) } else { f64::NAN };
        let t14 = t9 * t12 * (r2 - t2 * r2 * r2 - 0.5 * (r4 * r4 * r4));
        out[0] = t4 - t3 * ln;
        out[1] = t8 + 0.5 * t5 * r4;
        out[2] = 6.24 * t - 5.52 * x[1] + (if c2 { -t7 } else { f64::NAN });
        out[3] = t13 - 0.25 * t5 * r4 * r4 * r4 + t14 - 8.44;
        out[4] = if c2 { (t10 + t11) * r * r3 } else { f64::NAN };
        out[5] = 12.48 * x[1] + t7 * r3 * (if c2 { 1.0 } else { f64::NAN }) - 5.52;
    });
}

// sr-livermore2-vars2-10
fn e109(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, 2.0 * x[1]);
        let t = x[0] * x[1];
        let t2 = x[1] * exp;
        let t3 = x[0] * exp;
        out[0] = -1.92 * x[0] * x[1] * exp;
        out[1] = -1.92 * t2;
        out[2] = -1.92 * t3 - 3.84 * exp * t;
        out[3] = 0.0;
        out[4] = -1.92 * exp - 3.84 * t2;
        out[5] = -3.84 * t3 - 2.0 * exp * (1.92 * x[0] + 3.84 * t);
    });
}

// sr-livermore2-vars2-11
fn e110(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(x[1]);
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let r = 1.0 / root;
        out[0] = x[0] * x[1] + root + 3.52 * sin;
        out[1] = x[1] + 3.52 * ::chainrule::__rt::cos(fma, x[0]);
        out[2] = x[0] + 0.5 * r;
        out[3] = -3.52 * sin;
        out[4] = 1.0;
        out[5] = -0.25 * (r * r * r);
    });
}

// sr-livermore2-vars2-12
fn e111(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, -x[1]);
        let t = x[1] * exp;
        let t2 = x[0] + t;
        let t3 = x[0] * x[0];
        let t4 = x[1] * x[1];
        let t5 = 4.32 * t3 - 23.61 * t4;
        let t6 = exp - t;
        let t7 = x[0] * (6.27 * x[0] + 4.32 * x[1]) * x[0];
        let t8 = 7.87 * (t4 * x[1]);
        let t9 = t7 - t8;
        let ln = ::chainrule::__rt::ln(fma, t9);
        let root = ::chainrule::__rt::sqrt(t2 * ln);
        let r = 1.0 / root;
        let t10 = ln * r;
        let r2 = 1.0 / t9;
        let t11 = 0.5 * t2 * r;
        let c = 0.0 <= t9;
        let t12 = if c { t11 * r2 } else { f64::NAN };
        let t13 = x[1] * t12;
        let t14 = x[0] * t12;
        let t15 = t14 * x[0];
        let t16 = 0.5 * exp;
        let t17 = t16 * t10;
        let t18 = x[1] * t10;
        let t19 = 23.61 * x[1];
        let t20 = 0.5 * t10;
        let t21 = 8.64 * x[1];
        let t22 = if c { 18.81 * t3 + 8.64 * x[0] * x[1] } else { f64::NAN };
        let t23 = t2 * (1.0 / (t8 - t7));
        let t24 = (ln - t23 * t22) * r * r * r;
        let t25 = 0.25 * t2;
        let t26 = if c { (0.5 * r - t25 * t24) * r2 } else { f64::NAN };
        let t27 = t11 * t22 * r2 * r2 - t26;
        let t28 = x[0] * t27;
        let t29 = t28 * x[0];
        let t30 = 0.25 * ln;
        let t31 = 0.5 * t22 * r * r2 - t30 * t24;
        let t32 = exp * t31;
        let t33 = if c { t5 } else { f64::NAN };
        let t34 = -((t23 * t33 - t6 * ln) * r * r * r);
        let t35 = if c { (0.5 * t6 * r - t25 * t34) * r2 } else { f64::NAN };
        let t36 = 0.5 * t33 * r * r2 - t30 * t34;
        let t37 = exp * (t36 - (t20 - 0.5 * t18 + x[1] * t36)) - 47.22 * t13;
        out[0] = root;
        out[1] = t20 + t21 * t14 + 18.81 * t15;
        out[2] = 4.32 * t15 - t19 * t12 * x[1] + t17 - t16 * t18;
        out[3] = 8.64 * t13 + 37.62 * t14 - t21 * t28 - 18.81 * t29 + t31;
        out[4] = 8.64 * t14 - 4.32 * t29 + t32 - x[1] * (t32 - t19 * t27);
        out[5] = t37 - t17 - t5 * (t11 * t33 * r2 * r2 - t35);
    });
}

// sr-livermore2-vars2-14
fn e112(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[1];
    let t = x[0] * r;
    let t2 = t * t;
    let t3 = t * r;
    let t4 = t3 * t;
    out[0] = t2 * t2 - 0.91;
    out[1] = 4.0 * t * r * t * t;
    out[2] = -4.0 * r * t2 * t2;
    out[3] = 12.0 * (t3 * t3);
    out[4] = -16.0 * t3 * t * t3;
    out[5] = 20.0 * (t4 * t4);
}

// sr-livermore2-vars2-16
fn e113(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (14.71 - 4.97 * x[1]);
    let t = x[0] - x[1] - x[0] * x[0];
    let t2 = 2.0 * x[0];
    out[0] = t2 * r - x[1] * t;
    out[1] = 2.0 * r - x[1] + t2 * x[1];
    out[2] = x[1] - t + 9.94 * x[0] * r * r;
    out[3] = 2.0 * x[1];
    out[4] = t2 + 9.94 * (r * r) - 1.0;
    out[5] = 98.80359999999999 * x[0] * r * r * r + 2.0;
}

// sr-livermore2-vars2-17
fn e114(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(x[0]);
        let t = x[0] * x[0];
        let t2 = 9.32 * x[0] - 5.2 * (t * x[0]) + 6.94 * (x[1] * x[1]);
        let ln = ::chainrule::__rt::ln(fma, t2);
        let sin = ::chainrule::__rt::sin(fma, ln);
        let t3 = sin * sin;
        let cos = ::chainrule::__rt::cos(fma, ln);
        let r = 1.0 / t2;
        let c = 0.0 <= t2;
        let t4 = if c { -2.0 * sin * r * cos } else { f64::NAN };
        let r2 = 1.0 / root;
        let t5 = 13.88 * x[1];
        let t6 = 15.600000000000001 * x[0];
        let t7 = t3 - cos * cos;
        let t8 = (if c { 9.32 - 15.600000000000001 * t } else { f64::NAN }) * r;
        let t9 = 2.0 * sin * r * cos;
        let t10 = t9 * t8 + (if c { 2.0 * (t8 * t7) * r } else { f64::NAN });
        let t11 = 0.25 * x[1] * r2 * r2 * r2 + 9.32 * t10;
        let t12 = (if c { t5 } else { f64::NAN }) * r;
        let t13 = t4 + x[1] * (t9 * t12 + (if c { 2.0 * (t12 * t7) * r } else { f64::NAN }));
        out[0] = x[0] - root * x[1] - t3;
        out[1] = 9.32 * t4 - t6 * t4 * x[0] - 0.5 * x[1] * r2 + 1.0;
        out[2] = t5 * t4 - root;
        out[3] = t11 - x[0] * (31.200000000000003 * t4 + t6 * t10);
        out[4] = t5 * t10 - 0.5 * r2;
        out[5] = 13.88 * t13;
    });
}

// sr-livermore2-vars2-18
fn e115(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[1]);
    let r = 1.0 / x[0];
    let r2 = 1.0 / (x[1] + root);
    let t = (x[0] + 20.08 * x[0] * x[1] * x[1]) * r;
    let t2 = t * r2;
    let t3 = r * r2;
    let t4 = t2 * r2;
    let r3 = 1.0 / root;
    let t5 = 40.16 * x[1];
    let t6 = t5 * r2;
    let t7 = 20.08 * x[1];
    let t8 = 20.08 * (x[1] * x[1]) + 1.0;
    let t9 = t3 * r;
    let t10 = -0.5 * r3 - 1.0;
    let t11 = (t8 - t) * r * r2 * r2;
    let t12 = (t8 - 2.0 * t) * r * r2 * r;
    let t13 = (t5 + 2.0 * t2 * t10) * r2 * r2;
    let t14 = 40.16 * r2 + 0.25 * t4 * r3 * r3 * r3;
    out[0] = t2;
    out[1] = t3 - t2 * r + t7 * t3 * x[1];
    out[2] = t6 - t4 - 0.5 * t4 * r3;
    out[3] = -t9 - t7 * t9 * x[1] - t12;
    out[4] = -t11 - 0.5 * t11 * r3;
    out[5] = t14 + t6 * t10 * r2 - t13 - 0.5 * t13 * r3;
}

// sr-livermore2-vars2-20
fn e116(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let t2 = t + x[1];
        let t3 = 5.38 * x[0];
        let r = 1.0 / (8.62 * t + t3 * x[1]);
        let t4 = x[1] + x[0] * r;
        let root = ::chainrule::__rt::sqrt(x[0]);
        let sin = ::chainrule::__rt::sin(fma, root);
        let r2 = 1.0 / x[0];
        let t5 = t4 * r2;
        let t6 = t5 * sin;
        let t7 = t2 * t6;
        let t8 = t7 * t6;
        let t9 = t6 * t6;
        let t10 = t2 * t9 * t9;
        let t11 = sin * r2;
        let t12 = t4 * t11;
        let t13 = t2 * t12;
        let cos = ::chainrule::__rt::cos(fma, root);
        let t14 = t8 * t5 * t7 * cos;
        let r3 = 1.0 / root;
        let t15 = t2 * r;
        let t16 = t15 * t6;
        let t17 = t16 * t6 * sin * t16;
        let t18 = t4 * sin;
        let t19 = t15 * t18 * r2;
        let t20 = 2.0 * t10;
        let t21 = 4.0 * (t13 * t12 * t11 * t13);
        let t22 = 21.52 * x[1];
        let t23 = 2.0 * x[0];
        let t24 = 2.0 * t14 * r3 - 4.0 * t8 * r2 * t8 + t21 * r;
        let t25 = 68.96 * x[0] + t22;
        let t26 = t18 * sin * t18 * t18;
        let t27 = t26 * r * r;
        let t28 = t4 * r3 * r3;
        let t29 = t28 * sin;
        let t30 = t2 * t29;
        let t31 = t18 * r2;
        let t32 = t31 * t18;
        let t33 = r2 * r2;
        let t34 = 8.0 * t2 * t12 * t11 * t12 * t12;
        let t35 = t25 * r * r;
        let t36 = t11 * r2;
        let t37 = cos * r3;
        let t38 = r3 * r3;
        let t39 = t38 * r3;
        let t40 = t37 * t28 * t39 * t39;
        let t41 = t36 * (16.0 * (r - t5) * r2 - 4.0 * t35) * r2;
        let t42 = 16.0 * t5;
        let t43 = t42 * t36;
        let t44 = t2 * t18;
        let t45 = -(t44 * t4 * (t2 * (t41 + 6.0 * t40) + t43) * t18);
        let t46 = t36 * r2;
        let t47 = 8.0 * t40 - t46 * (3.0 * t35 - (12.0 * r - t42) * r2);
        let t48 = t44 * sin * (t43 + t2 * t47) * t18;
        let t49 = t2 * r2;
        let t50 = t21 - 2.0 * t2 * r2 * t15 * t25 * t26 * r2 * r2;
        let t51 = (t50 + x[0] * t48) * r * r;
        let t52 = -t51;
        let t53 = t38 * t38;
        let t54 = 8.0 * t46;
        let t55 = t4 * (4.0 * t37 * t53 * t53 - t54 * r2 * r2);
        let t56 = t18 * (t55 + t54 * r * r2) * t18 * t18;
        let t57 = t2 * (t56 - 2.0 * t25 * r2 * t27 * r2 * r2);
        let t58 = 4.0 * t31 * t18 * t31 * t31 + t57;
        let t59 = t53 * r3;
        let t60 = 8.0 * t37 * t59 * t59 - 20.0 * t46 * r2 * r2 * r2;
        let t61 = t18 * (t4 * t60 + 16.0 * t46 * r * r2 * r2) * t18;
        let t62 = 2.0 * sin * (t30 * r3 * t29 * t28 * t30) + cos * t45;
        let t63 = 5.38 * x[1] * t52 - 12.0 * t10 - 68.96 * t17;
        let t64 = t63 - t14 * r3 * r3 * r3 - 0.5 * t62 * r3;
        let t65 = t2 * (t61 * t18 - 3.0 * t25 * t27 * t33 * t33) * t2;
        let t66 = t49 * t4 * sin * sin;
        let t67 = t34 - t66 * (64.56 * (r * r) - 12.0 * t33) * t66;
        let t68 = (43.04 * t15 * r2 * t26 * t49 - x[0] * t67) * r * r;
        let t69 = t34 - (43.04 * t2 * t27 - 2.0 * (t32 * t32)) * r2 * r2;
        out[0] = t8 * t8;
        out[1] = t24 - t22 * t17 + t23 * (t20 - 34.48 * t17);
        out[2] = t20 + t21 - 21.52 * t19 * t18 * sin * t19;
        out[3] = t64 - -t48 * r + t23 * (t58 - 8.62 * t51) - t65;
        out[4] = t48 - 21.52 * t17 + t3 * t52 + t58;
        out[5] = t67 + t3 * t68 + t69;
    });
}

// sr-livermore2-vars2-21
fn e117(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / (x[0] + x[1] + 0.41);
        let t = x[0] + 0.75 * r;
        let r2 = 1.0 / t;
        let c = 0.0 <= t;
        let t2 = if c { r2 } else { f64::NAN };
        let t3 = 0.75 * t2 * r * r;
        let t4 = 1.5 * t2 * r * r * r;
        let t5 = 0.75 * (r * r);
        let t6 = (if c { 1.0 - t5 } else { f64::NAN }) * r2 * r2;
        let t7 = t4 + 0.75 * t6 * r * r;
        let t8 = 0.75 * ((if c { -t5 } else { f64::NAN }) * r2 * r2) * r * r;
        out[0] = x[0] + ::chainrule::__rt::ln(fma, t);
        out[1] = t2 - t3 + 1.0;
        out[2] = -t3;
        out[3] = t7 - t6;
        out[4] = t7;
        out[5] = t4 + t8;
    });
}

// sr-livermore2-vars2-22
fn e118(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 1.88 * x[1];
        let t2 = 0.49 * x[0] - 1.0;
        let stop_gradient = ::chainrule::__rt::stop_gradient(::chainrule::__rt::max(0.0, ::chainrule::__rt::max(x[1], -1.7976931348623157e308)));
        let t3 = x[1] - stop_gradient;
        let exp = ::chainrule::__rt::exp(fma, t3);
        let r = 1.0 / ::chainrule::__rt::sqrt(::chainrule::__rt::cos(fma, t));
        let t4 = x[0] * r;
        let t5 = t4 * exp;
        let t6 = -stop_gradient;
        let exp2 = ::chainrule::__rt::exp(fma, t6);
        let t7 = t2 * exp2;
        let t8 = 4.09 * t2;
        let t9 = t5 - t8 * exp2 * t2;
        let root = ::chainrule::__rt::sqrt(x[0]);
        let r2 = 1.0 / root;
        let t10 = (stop_gradient + ::chainrule::__rt::ln(fma, t9)) * r2;
        let r3 = 1.0 / t9;
        let c = 0.0 <= t9;
        let t11 = if c { r2 * r3 } else { f64::NAN };
        let t12 = exp * r;
        let t13 = t12 * t4 * t11 * r;
        let t14 = exp * (t4 * t11);
        let sin = ::chainrule::__rt::sin(fma, t);
        let t15 = t11 * r;
        let t16 = t12 - 4.0081999999999995 * t7;
        let t17 = if c { t16 } else { f64::NAN };
        let t18 = t17 * r2 * r3;
        let t19 = t18 * r3;
        let t20 = r2 * r2;
        let t21 = if c { -0.5 * r2 * r3 * r2 * r2 } else { f64::NAN };
        let r4 = 1.0 / (t4 - t8 * ::chainrule::__rt::exp(fma, t6 - t3) * t2);
        let t22 = root * r;
        let t23 = 0.75 * t10 * t20 * t20 - 0.5 * t18 * r2 * r2;
        let t24 = 0.49 * (4.0081999999999995 * exp2 * t11 - 8.18 * (t7 * t19 - t7 * t21));
        let t25 = t4 * r;
        let t26 = if c { t5 + 0.94 * t12 * sin * t25 } else { f64::NAN };
        let t27 = t22 * r3;
        let t28 = 0.94 * exp;
        let t29 = 0.5 * t13 + 1.41 * t12 * r * sin * t15 * t25;
        let t30 = sin * (t29 - 0.5 * t26 * r * t27 * r4 * r);
        let t31 = t14 + t28 * (t25 * sin * t15) - t27 * t26 * r4;
        let t32 = (root * r3 * t17 * r4 - x[0] * exp * t21) * r * r * r;
        let t33 = exp * t15 - (t22 * t17 * r3 * r4 - t5 * t21);
        out[0] = t10;
        out[1] = t11 * t16 - 0.5 * t10 * r2 * r2;
        out[2] = t14 + 0.94 * t13 * sin;
        out[3] = t23 - (t12 * t19 - t12 * t21) - t24;
        out[4] = t33 + 0.94 * sin * (t15 * t12 * r - t32);
        out[5] = t31 + 1.88 * (t28 * t4 * t11 + t30);
    });
}

// sr-livermore2-vars2-24
fn e119(x: &[f64], out: &mut [f64]) {
    let t = x[1] * x[1];
    let t2 = x[0] - t;
    let t3 = -12.16 * x[1];
    out[0] = 3.04 * x[0] + 3.04 * (t2 * t2) - 10.82;
    out[1] = 6.08 * t2 + 3.04;
    out[2] = t3 * t2;
    out[3] = 6.08;
    out[4] = t3;
    out[5] = 24.32 * t - 12.16 * t2;
}

// sr-livermore2-vars3-3
fn e120(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[2] * x[2];
        let exp = ::chainrule::__rt::exp(fma, x[0]);
        let r = 1.0 / x[2];
        let c = 0.0 <= x[2];
        let r2 = 1.0 / x[0];
        let c2 = 0.0 <= x[0];
        let t2 = x[1] * x[1];
        let t3 = 1.15 * x[2];
        let t4 = t3 + 3.51 * t2;
        let root = ::chainrule::__rt::sqrt(x[0]);
        let r3 = 1.0 / x[1];
        let r4 = 1.0 / (x[1] * t4);
        let t5 = root * r3;
        let t6 = t5 * r4;
        let t7 = exp - x[0] - x[2] - ::chainrule::__rt::ln(fma, x[0]);
        let t8 = x[0] * r4;
        let t9 = t8 * t6;
        let t10 = root * r4;
        let t11 = t10 * t8;
        let t12 = 2.0 * x[0];
        let r5 = 1.0 / t4;
        let t13 = x[0] * r5;
        let t14 = x[2] * r3 * r5;
        let t15 = t5 * r5;
        let t16 = exp + (if c2 { 1.0 } else { f64::NAN }) * r2 * r2;
        let t17 = t13 * r3 * t15 * (21.06 * r5 + (r3 + 2.3 * t14) * r3);
        let t18 = 10.53 * t11 - t15 * (2.0 * r3 + 1.15 * t14) * t5 * t5;
        let t19 = t12 - 0.5 * (if c { 1.0 } else { f64::NAN }) * r * r;
        out[0] = t7 + 0.5 * ::chainrule::__rt::ln(fma, x[2]) - x[0] * (t6 - t);
        out[1] = t + (if c2 { -r2 } else { f64::NAN }) + ::chainrule::__rt::expm1(fma, x[0]) - 1.5 * t6;
        out[2] = t3 * t9 + t13 * t5 * (r3 * r3 + 10.53 * r5);
        out[3] = (if c { 0.5 * r } else { f64::NAN }) + t12 * x[2] + 1.15 * t11 - 1.0;
        out[4] = t16 - 0.75 / root * r3 * r4;
        out[5] = t15 * (15.794999999999998 * r5 + (1.5 * r3 + 1.7249999999999999 * t14) * r3);
        out[6] = 2.0 * x[2] + 1.7249999999999999 * t10 * r4;
        out[7] = t18 - t17 * (t3 + 10.53 * t2);
        out[8] = 1.15 * (t9 - x[1] * t17);
        out[9] = t19 - 2.6449999999999996 * x[1] * (t10 * t10 * t10);
    });
}

// sr-livermore2-vars3-5
fn e121(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = 2.24 * (t * x[0]);
    let r = 1.0 / x[0];
    let t3 = x[2] * r;
    let t4 = x[2] - t3;
    let t5 = x[1] * t4;
    let t6 = t5 * t4;
    let t7 = t6 * t5 * t5;
    let t8 = t5 * x[1];
    let t9 = t8 * t5 * t5;
    let t10 = t3 * r;
    let t11 = t9 * r;
    let t12 = 12.0 * t8 * t10 * t8;
    let t13 = t5 * t5 * t5;
    let t14 = t8 * (4.0 - 4.0 * r) * t8;
    out[0] = -(x[1] * (t2 - t7));
    out[1] = 4.0 * t3 * t11 - 6.720000000000001 * x[0] * x[1] * x[0];
    out[2] = 4.0 * t7 - t2;
    out[3] = 4.0 * (t9 - t11);
    out[4] = -13.440000000000001 * x[0] * x[1] - t10 * (8.0 * t11 - t12);
    out[5] = 16.0 * t5 * t10 * t5 * t5 - 6.720000000000001 * t;
    out[6] = t12 + (4.0 * t11 - t12) * r;
    out[7] = 12.0 * (t6 * t6);
    out[8] = 16.0 * (t13 - t13 * r);
    out[9] = 3.0 * (t14 - t14 * r);
}

// sr-livermore2-vars3-6
fn e122(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] - 1.23;
        let t2 = x[0] - x[1] - x[2];
        let t3 = x[0] + t * t2;
        let exp = ::chainrule::__rt::exp(fma, x[1]);
        let sin = ::chainrule::__rt::sin(fma, exp);
        let r = 1.0 / x[2];
        let t4 = x[0] * r;
        let t5 = t3 * r;
        let t6 = sin * t4;
        let t7 = t6 * sin;
        let t8 = t3 * sin * t4;
        let cos = ::chainrule::__rt::cos(fma, exp);
        let t9 = t8 * cos;
        let t10 = t * t7;
        let t11 = 2.0 * exp;
        let t12 = x[1] - 0.22999999999999998;
        let t13 = sin * r;
        let t14 = sin * t13;
        let t15 = t * t14;
        let t16 = exp * cos;
        let t17 = t6 * t16;
        let t18 = 2.0 * x[1];
        let t19 = t * t17;
        let t20 = t13 * (t3 + x[0] * t12);
        let t21 = t3 * t16;
        let t22 = sin * (x[0] - t18 - x[2] + 1.23);
        let t23 = exp * (t9 - sin * (exp * t8) + cos * (t4 * (t21 + t22)));
        out[0] = t4 * t3 * sin * sin;
        out[1] = t5 * sin * sin + t7 + t10;
        out[2] = t11 * t9 + t2 * t7 - t10;
        out[3] = -(t6 * t5 * sin) - t10;
        out[4] = t13 * t12 * sin + t14 + t15;
        out[5] = t7 + t2 * t14 - t15 + t11 * (cos * t20);
        out[6] = -t15 - t20 * t13;
        out[7] = -2.0 * (t7 - t2 * t17 + t19 - t23);
        out[8] = -(t7 + 2.0 * t19) - t4 * t13 * (2.0 * t21 + t22);
        out[9] = t6 * t13 * (t18 + 2.0 * t5 - 2.46);
    });
}

// sr-livermore2-vars3-10
fn e123(x: &[f64], out: &mut [f64]) {
    let t = x[0] - 1.43;
    let t2 = x[0] + x[1];
    let t3 = x[0] - x[2];
    let r = 1.0 / x[0];
    let t4 = t * r;
    let t5 = t4 * t3;
    let t6 = t2 * t4;
    let t7 = t2 * r;
    let t8 = t7 * t4;
    let t9 = t3 * r;
    let t10 = t9 * t4;
    let t11 = t7 * t9;
    let t12 = t8 - t4 - t7;
    let t13 = t4 + t9 - t10;
    let t14 = 2.85 * t8 + 2.85 * t10 + 2.85 * t11;
    let t15 = t14 - 5.7 * t4 * t7 * t9 + 2.85 * t12 - 2.85 * t13;
    out[0] = -2.85 * t * r * t2 * t3;
    out[1] = -2.85 * (t5 + t6 - t3 * t7 * (t4 - 1.0));
    out[2] = -2.85 * t5;
    out[3] = 2.85 * t6;
    out[4] = t15 - 2.85 * (t7 + t9 - t11);
    out[5] = -2.85 * t13;
    out[6] = -2.85 * t12;
    out[7] = 0.0;
    out[8] = 2.85 * t4;
    out[9] = 0.0;
}

// sr-livermore2-vars3-12
fn e124(x: &[f64], out: &mut [f64]) {
    out[0] = x[1] - 1.35 * x[0] * x[1] * x[1] + x[2] + 3.18;
    out[1] = -1.35 * (x[1] * x[1]);
    out[2] = 1.0 - 2.7 * x[0] * x[1];
    out[3] = 1.0;
    out[4] = 0.0;
    out[5] = -2.7 * x[1];
    out[6] = 0.0;
    out[7] = -2.7 * x[0];
    out[8] = 0.0;
    out[9] = 0.0;
}

// sr-livermore2-vars3-16
fn e125(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(x[0]);
        let t = x[0] + x[2];
        let t2 = x[0] * x[1];
        let t3 = 2.0 * x[0];
        let t4 = t3 + x[1] + 11.13 * x[0] * x[1] * x[1];
        let t5 = x[0] * x[0];
        let cos = ::chainrule::__rt::cos(fma, t5);
        let t6 = t2 * t;
        let t7 = t6 * t4;
        let exp = ::chainrule::__rt::exp(fma, t7 * cos);
        let t8 = t4 * cos;
        let t9 = t * t8;
        let t10 = x[1] * t9;
        let t11 = x[0] * t9;
        let t12 = t2 * t8;
        let t13 = cos * t6;
        let t14 = exp * t10;
        let t15 = exp * t11;
        let t16 = exp * t12;
        let t17 = exp * t13;
        let t18 = t7 * exp;
        let sin = ::chainrule::__rt::sin(fma, t5);
        let t19 = t18 * sin;
        let t20 = 22.26 * t2;
        let r = 1.0 / root;
        let t21 = t14 + t16 + 2.0 * t17 - t3 * t19;
        let t22 = x[0] * sin;
        let t23 = 11.13 * (x[1] * x[1]) + 2.0;
        let t24 = x[1] * exp;
        let t25 = t24 * t8;
        let t26 = x[0] * exp * t8;
        let t27 = t10 + t12 - 2.0 * t7 * t22 + t13 * t23;
        let t28 = t20 + 1.0;
        let t29 = exp * t28;
        let t30 = t11 + t13 * t28;
        let t31 = exp * (2.0 * t4 * t22 - cos * t23);
        let t32 = t * t31;
        let t33 = t24 * (t3 + x[2]);
        let t34 = sin * (t4 * t33 + exp * (t6 * t23 + t7 * t27));
        let t35 = cos * t33 - exp * (2.0 * t6 * t22 - t13 * t27);
        let t36 = t25 + t16 * t27 - t2 * t31;
        let t37 = x[1] * t35;
        let t38 = 22.26 * x[1];
        let t39 = t38 * t17 + t26 + t35 - x[0] * (t32 - 22.26 * t37);
        let t40 = t25 - 2.0 * t19 - 0.25 * (r * r * r) + t14 * t27;
        let t41 = t40 - t3 * (2.0 * cos * (x[0] * t18) + t34) + 2.0 * t35;
        let t42 = exp * (x[0] * t * cos + t13 * t30);
        let t43 = x[0] * (22.26 * t17 + t * cos * t29 + t38 * t42);
        out[0] = root + exp;
        out[1] = t21 + 11.13 * x[1] * t17 * x[1] + 0.5 * r;
        out[2] = t15 + t17 + t20 * t17;
        out[3] = t16;
        out[4] = t41 + t36 - x[1] * (t32 - 11.13 * t37);
        out[5] = t39 + exp * (t9 + t11 * t27);
        out[6] = t36;
        out[7] = t15 * t30 + t42 + t43;
        out[8] = t26 + t2 * cos * t29 + t16 * t30;
        out[9] = t12 * t16;
    });
}

// sr-livermore2-vars3-18
fn e126(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[2]);
    let r = 1.0 / root;
    out[0] = x[0] + x[1] * x[2] - 3.03 * root;
    out[1] = 1.0;
    out[2] = x[2];
    out[3] = x[1] - 1.515 * r;
    out[4] = 0.0;
    out[5] = 0.0;
    out[6] = 0.0;
    out[7] = 0.0;
    out[8] = 1.0;
    out[9] = 0.7575 * (r * r * r);
}

// sr-livermore2-vars3-21
fn e127(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(-x[1] - x[2] - 1.0);
    let t = 0.995 * root;
    let r = 1.0 / root;
    let t2 = 0.4975 * x[0] * r;
    let t3 = x[0] * x[1];
    let t4 = 0.4975 * r;
    let t5 = -0.24875 * x[0] * r * r * r;
    out[0] = x[0] * (t - t3);
    out[1] = t - 2.0 * t3;
    out[2] = -(x[0] * x[0]) - t2;
    out[3] = -t2;
    out[4] = -2.0 * x[1];
    out[5] = -2.0 * x[0] - t4;
    out[6] = -t4;
    out[7] = t5;
    out[8] = t5;
    out[9] = t5;
}

// sr-livermore2-vars3-22
fn e128(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] * x[2] - x[0] - x[2] + 2.39;
        let sin = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, t);
        let t2 = x[2] * sin;
        let t3 = sin * (x[1] - 1.0);
        out[0] = x[0] + sin;
        out[1] = -::chainrule::__rt::cosm1(fma, t);
        out[2] = x[2] * cos;
        out[3] = x[1] * cos - cos;
        out[4] = -sin;
        out[5] = t2;
        out[6] = x[1] * sin - sin;
        out[7] = -(x[2] * t2);
        out[8] = cos + t2 - x[1] * t2;
        out[9] = t3 - x[1] * t3;
    });
}

// sr-livermore2-vars3-23
fn e129(x: &[f64], out: &mut [f64]) {
    let t = x[0] + x[2];
    let t2 = ::chainrule::__rt::pow(t, -0.25);
    let t3 = x[0] * x[1];
    let t4 = t3 * t2;
    let t5 = x[0] * t2;
    let t6 = ::chainrule::__rt::pow(t, -1.25);
    let t7 = 0.25 * x[0];
    let t8 = t7 * t3 * t6;
    let t9 = 0.5 * t3 * t6;
    let t10 = t7 * t6 * x[0];
    let t11 = 0.3125 * x[0] * t3 * ::chainrule::__rt::pow(t, -2.25);
    out[0] = t4 * x[0];
    out[1] = 2.0 * t4 - t8;
    out[2] = t5 * x[0];
    out[3] = -t8;
    out[4] = 2.0 * x[1] * t2 - t9 - (t9 - t11);
    out[5] = 2.0 * t5 - t10;
    out[6] = t11 - t9;
    out[7] = 0.0;
    out[8] = -t10;
    out[9] = t11;
}

// sr-livermore2-vars4-1
fn e130(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] - x[1] - x[1] * x[2] - x[3];
    out[1] = 1.0;
    out[2] = -x[2] - 1.0;
    out[3] = -x[1];
    out[4] = -1.0;
    out[5] = 0.0;
    out[6] = 0.0;
    out[7] = 0.0;
    out[8] = 0.0;
    out[9] = 0.0;
    out[10] = -1.0;
    out[11] = 0.0;
    out[12] = 0.0;
    out[13] = 0.0;
    out[14] = 0.0;
}

// sr-livermore2-vars4-4
fn e131(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let r = 1.0 / x[0];
        let r2 = 1.0 / x[2];
        let r3 = 1.0 / x[3];
        let t = (x[0] - sin) * r;
        let t2 = t * r;
        let t3 = t2 * r2;
        let t4 = t3 * r3;
        let t5 = t4 * t2;
        let t6 = t2 * r;
        let t7 = t6 * r2 * r3;
        let t8 = t7 * t2 * t7;
        let t9 = t2 * r3;
        let t10 = t9 * r2;
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t11 = 4.0 * t8;
        let cosm1 = ::chainrule::__rt::cosm1(fma, x[0]);
        let t12 = t * r2;
        let t13 = t12 * r;
        let t14 = t13 * r3 * t13;
        let t15 = t * r3 * r;
        let t16 = t15 * r2 * t15;
        let t17 = 16.0 * t + 8.0 * cosm1;
        let t18 = t15 * r * r2;
        let t19 = t13 * r * r3;
        let t20 = t12 * r3 * r * r * r;
        let t21 = t20 * (32.0 * t + 12.0 * cosm1) * t20;
        let t22 = t7 * t6 * (72.0 * t + 32.0 * cosm1) * t7;
        out[0] = x[0] - x[1] - t5 * t5;
        out[1] = 8.0 * t5 * r * t5 - t11 + t11 * cos + 1.0;
        out[2] = -1.0;
        out[3] = 2.0 * t4 * t3 * t2 * t4;
        out[4] = 2.0 * t10 * t9 * t2 * t10;
        out[5] = t21 - 4.0 * sin * t8 - cos * t21 - t22;
        out[6] = 0.0;
        out[7] = -(t19 * t13 * t17 * t19);
        out[8] = -(t18 * t15 * t17 * t18);
        out[9] = 0.0;
        out[10] = 0.0;
        out[11] = 0.0;
        out[12] = -6.0 * (t14 * t14);
        out[13] = -4.0 * t4 * t2 * t4 * t4;
        out[14] = -6.0 * (t16 * t16);
    });
}

// sr-livermore2-vars4-6
fn e132(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[2]);
        let exp = ::chainrule::__rt::exp(fma, -2.0 * x[0]);
        let root = ::chainrule::__rt::sqrt(x[1] + cos);
        let t = x[0] * exp * root;
        let exp2 = ::chainrule::__rt::exp(fma, t);
        let r = 1.0 / x[3];
        let t2 = (x[0] + 0.54 * exp2) * r;
        let t3 = t2 * r;
        let t4 = exp2 * r;
        let c = t == f64::NEG_INFINITY;
        let t5 = exp * root;
        let t6 = t5 * t4;
        let r2 = 1.0 / root;
        let t7 = x[0] * r2;
        let t8 = t7 * exp * t4;
        let t9 = x[0] * root;
        let t10 = t9 * t4;
        let sin = ::chainrule::__rt::sin(fma, x[2]);
        let t11 = (1.08 * t - 0.54 * t5) * r;
        let t12 = exp2 * t11;
        let t13 = exp * t7;
        let t14 = 0.54 * t8 - 0.27 * exp * r2 * t4;
        let t15 = t14 + (if c { 0.0 } else { 0.5 * exp * t7 * t12 });
        let t17 = if c {
            0.0
        } else {
            let t16 = 1.08 * t10 - 0.54 * root * t4 + (if c { 0.0 } else { t9 * t12 });
            1.08 * t6 - 2.0 * exp * t16 + (if c { 0.0 } else { t5 * t12 })
        };
        let t18 = t13 * r;
        let t19 = 0.135 * exp;
        let t20 = t19 * r2 * t4 * t7;
        let t21 = t20 * r2 + (if c { 0.0 } else { -0.135 * exp * t7 * (exp2 * t18) });
        let t22 = t13 * sin * r;
        let t24 = if c {
            0.0
        } else {
            let t23 = t20 * sin * r2 - (if c { 0.0 } else { t19 * t7 * (exp2 * t22) });
            0.27 * cos * t8 + sin * t23
        };
        out[0] = -t2;
        out[1] = (if c { 0.0 } else { 1.08 * exp * t10 - 0.54 * t6 }) - r;
        out[2] = if c { 0.0 } else { -0.27 * t8 };
        out[3] = if c { 0.0 } else { 0.27 * t8 * sin };
        out[4] = t3;
        out[5] = t17;
        out[6] = if c { 0.0 } else { t15 };
        out[7] = if c { 0.0 } else { -(sin * t15) };
        out[8] = r * r + (if c { 0.0 } else { -(t4 * t11) });
        out[9] = if c { 0.0 } else { t21 };
        out[10] = if c { 0.0 } else { -(sin * t21) };
        out[11] = if c { 0.0 } else { 0.27 * t4 * t18 };
        out[12] = t24;
        out[13] = if c { 0.0 } else { -0.27 * t4 * t22 };
        out[14] = -2.0 * t3 * r;
    });
}

// sr-livermore2-vars4-7
fn e133(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] * x[2];
        let t2 = t * x[1] + x[3];
        let r = 1.0 / ::chainrule::__rt::ln(fma, t2);
        let t3 = x[1] * r;
        let cos = ::chainrule::__rt::cos(fma, t3);
        let sin = ::chainrule::__rt::sin(fma, t3);
        let t4 = sin * r;
        let r2 = 1.0 / t2;
        let t5 = t3 * r2;
        let c = 0.0 <= t2;
        let t6 = if c { t5 * t4 } else { f64::NAN };
        let t7 = 2.0 * t;
        let t8 = if c { t7 } else { f64::NAN };
        let t9 = t4 * r2;
        let t10 = t9 * t5 * t8;
        let t11 = t5 * r;
        let t12 = cos * (t11 * t8 - r);
        let t13 = ::chainrule::__rt::select(c, x[1] * x[1], f64::NAN);
        let t14 = t5 * t9;
        let t15 = t14 * t13;
        let t16 = if c { 1.0 } else { f64::NAN };
        let t17 = t8 * t9;
        let t19 = if c {
            let t18 = -((sin - x[1] * (t12 + 2.0 * t17)) * r * r) * r2;
            -t18
        } else {
            f64::NAN
        };
        let t20 = x[1] * (t10 - t19);
        let t21 = 2.0 * sin + t3 * cos;
        let t22 = t11 * r;
        let t23 = if c { -(t22 * t13 * t21 * r2) } else { f64::NAN };
        out[0] = x[0] + cos;
        out[1] = 1.0;
        out[2] = t7 * t6 - t4;
        out[3] = x[1] * t6 * x[1];
        out[4] = t6;
        out[5] = 0.0;
        out[6] = 0.0;
        out[7] = 0.0;
        out[8] = 0.0;
        out[9] = 2.0 * x[2] * (t6 - t20) + (t12 + t17) * r;
        out[10] = x[1] * (2.0 * t6 - t20);
        out[11] = t19 - t10;
        out[12] = -(x[1] * (t15 - t23) * x[1]);
        out[13] = t23 - t15;
        out[14] = (if c { -(t16 * t21 * t22 * r2) } else { f64::NAN }) - t14 * t16;
    });
}

// sr-livermore2-vars4-10
fn e134(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(x[2]);
        let sin = ::chainrule::__rt::sin(fma, x[3]);
        let t = root - sin;
        let r = 1.0 / x[3];
        let t2 = t * r;
        let t3 = x[1] + t2;
        let t4 = x[0] * t3;
        let t5 = ::chainrule::__rt::pow(t4, -0.75);
        let t6 = x[0] * t5;
        let t7 = 0.25 * t6;
        let t8 = t2 * r;
        let t9 = t6 * r;
        let cos = ::chainrule::__rt::cos(fma, x[3]);
        let r2 = 1.0 / root;
        let t10 = ::chainrule::__rt::pow(t4, -1.75);
        let t11 = t3 * t10;
        let t12 = 0.25 * t5 - 0.1875 * x[0] * t11;
        let t13 = t12 * r;
        let t14 = x[0] * t10 * x[0];
        let t15 = t14 * r;
        let t16 = t14 * (r * r2);
        let t17 = t16 * r;
        let t18 = (0.125 * t6 * r2 - 0.09375 * t * t16) * r * r;
        let t19 = 0.1875 * t14 * ((t2 + cos) * r);
        let t20 = 0.25 * sin * t9 + cos * ((0.25 * t9 - t19) * r);
        out[0] = x[0] + ::chainrule::__rt::pow(t4, 0.25);
        out[1] = 0.25 * t3 * t5 + 1.0;
        out[2] = t7;
        out[3] = 0.125 * t9 * r2;
        out[4] = -0.25 * (t8 * t6 + t9 * cos);
        out[5] = -0.1875 * t3 * t11;
        out[6] = t12;
        out[7] = 0.5 * t13 * r2;
        out[8] = -(t8 * t12) - cos * t13;
        out[9] = -0.1875 * t14;
        out[10] = -0.09375 * t15 * r2;
        out[11] = 0.1875 * (t8 * t14 + cos * t15);
        out[12] = -0.0625 * t9 * r2 * r2 * r2 - 0.046875 * t17 * r2;
        out[13] = 0.09375 * cos * t17 - t18;
        out[14] = t20 + (t * (0.5 * t9 - t19) + t7 * cos) * r * r;
    });
}

// sr-livermore2-vars4-11
fn e135(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] * x[2];
        let sin = ::chainrule::__rt::sin(fma, t);
        let t2 = x[0] + sin;
        let r = 1.0 / x[3];
        let t3 = 2.0 * r;
        let sin2 = ::chainrule::__rt::sin(fma, t3);
        let cos = ::chainrule::__rt::cos(fma, t3);
        let cos2 = ::chainrule::__rt::cos(fma, t);
        let t4 = x[1] * cos2;
        let t5 = t * sin;
        out[0] = 2.0 * x[0] + x[1] * t2 + sin2;
        out[1] = x[1] + 2.0;
        out[2] = t2 + x[2] * t4;
        out[3] = x[1] * t4;
        out[4] = -2.0 * cos * r * r;
        out[5] = 0.0;
        out[6] = 1.0;
        out[7] = 0.0;
        out[8] = 0.0;
        out[9] = x[2] * (2.0 * cos2 - t5);
        out[10] = t4 + x[1] * (cos2 - t5);
        out[11] = 0.0;
        out[12] = -(x[1] * sin * x[1] * x[1]);
        out[13] = 0.0;
        out[14] = 4.0 * (cos - sin2 * r) * r * r * r;
    });
}

// sr-livermore2-vars4-14
fn e136(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[2] - x[1] + 3.23;
        let t2 = x[1] * t;
        let t3 = t2 * x[1] + x[3];
        let cos = ::chainrule::__rt::cos(fma, t3);
        let sin = ::chainrule::__rt::sin(fma, t3);
        let t4 = x[1] * sin;
        let t5 = t4 * x[1];
        let t6 = x[1] * cos * x[1];
        let t7 = cos * (x[1] * (3.0 * x[1] - 2.0 * x[2] - 6.46));
        let t8 = x[1] * t7;
        let t9 = t8 * x[1];
        out[0] = x[0] + cos;
        out[1] = 1.0;
        out[2] = t5 - 2.0 * t2 * sin;
        out[3] = -t5;
        out[4] = -sin;
        out[5] = 0.0;
        out[6] = 0.0;
        out[7] = 0.0;
        out[8] = 0.0;
        out[9] = 4.0 * t4 - t9 - 2.0 * t * (sin - t8);
        out[10] = t9 - 2.0 * t4;
        out[11] = t7;
        out[12] = -(x[1] * t6 * x[1]);
        out[13] = -t6;
        out[14] = -cos;
    });
}

// sr-livermore2-vars4-17
fn e137(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] * x[0] - x[1] - x[2] * x[2] - x[3];
    out[1] = 2.0 * x[0];
    out[2] = -1.0;
    out[3] = -2.0 * x[2];
    out[4] = -1.0;
    out[5] = 2.0;
    out[6] = 0.0;
    out[7] = 0.0;
    out[8] = 0.0;
    out[9] = 0.0;
    out[10] = 0.0;
    out[11] = 0.0;
    out[12] = -2.0;
    out[13] = 0.0;
    out[14] = 0.0;
}

// sr-livermore2-vars4-18
fn e138(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, x[0]);
        let t = x[3] * exp;
        let t2 = x[2] * x[2];
        let t3 = x[0] - x[1];
        let ln = ::chainrule::__rt::ln(fma, x[1]);
        let t4 = -(t3 * ln);
        let r = 1.0 / t3;
        let r2 = 1.0 / ln;
        let t5 = r * r2;
        let c = 0.0 <= t4;
        let c2 = 0.0 <= x[1];
        let t6 = if c { -ln } else { f64::NAN };
        let t7 = x[1] * x[1];
        let t8 = 1.48 * t2 - 1.5983999999999998 * t7;
        let t9 = if c2 { 1.0 } else { f64::NAN };
        let r3 = 1.0 / x[1];
        let t10 = t3 * r3;
        let t11 = if c { ln - t10 * t9 } else { f64::NAN };
        let t12 = x[1] * x[2];
        let root = ::chainrule::__rt::sqrt(x[1] * (t2 - 0.36 * t7) + 0.94);
        let t13 = 2.0 * x[1];
        let t14 = t13 + x[2] - t + ::chainrule::__rt::ln(fma, t4) + 2.96 * root;
        let sin = ::chainrule::__rt::sin(fma, t14);
        let cos = ::chainrule::__rt::cos(fma, t14);
        let t15 = if c { -(t5 * cos) } else { f64::NAN };
        let t16 = ln * t15;
        let r4 = 1.0 / root;
        let t17 = cos * r4;
        let t18 = -(exp * cos);
        let t19 = x[3] * cos;
        let t20 = 2.96 * t12;
        let t21 = t6 * cos * r * r2;
        let t22 = (t + t5 * t6) * sin;
        let t23 = if c { -(t5 * t22) } else { f64::NAN };
        let t24 = t21 * r - ln * t23;
        let t25 = t22 * r4;
        let t26 = if c2 { -((t15 - t21 * r2 + t3 * t23) * r3) } else { f64::NAN };
        let t27 = x[1] * t17;
        let t28 = t8 * r4;
        let t29 = t9 * r3;
        let t30 = t11 * cos * r * r2;
        let t31 = sin * (t28 - t5 * t11 + 2.0);
        let t32 = if c { t5 * t31 } else { f64::NAN };
        let t33 = 0.5 * t17 * r4 * t28 + 1.48 * t31 * r4;
        let t34 = if c2 { (t15 + t30 * r2 - t3 * t32) * r3 } else { f64::NAN };
        let t35 = t29 * t10 * t15 - 3.1967999999999996 * t27 - 2.0 * t31 + t34;
        let t36 = t35 + (t15 * t29 - t30 * r + ln * t32);
        let t37 = t12 * r4;
        let t38 = sin * (2.96 * t37 + 1.0);
        out[0] = x[0] + sin;
        out[1] = 1.0 - t16 - exp * t19;
        out[2] = 2.0 * cos + t16 + (if c2 { -(t10 * t15) } else { f64::NAN }) + t8 * t17;
        out[3] = cos + t20 * t17;
        out[4] = t18;
        out[5] = t24 - exp * (t19 + x[3] * t22);
        out[6] = 2.0 * t22 + t26 - t24 + t8 * t25;
        out[7] = t22 + t20 * t25;
        out[8] = t18 - exp * t22;
        out[9] = t36 - t33 * (t2 - 1.08 * t7);
        out[10] = x[2] * (2.96 * t17 - t13 * t33) - t31;
        out[11] = exp * t31;
        out[12] = 2.96 * t27 - t38 - t20 * (t37 * t17 * r4 + t38 * r4);
        out[13] = exp * t38;
        out[14] = -(exp * sin * exp);
    });
}

// sr-livermore2-vars4-19
fn e139(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[3];
    let t = (2.86 * x[0] - x[0] * x[1] * x[0] * x[0] - x[2]) * r;
    let t2 = t * r;
    let t3 = x[0] * r;
    let t4 = t3 * x[0];
    let t5 = 3.0 * x[0];
    let t6 = r * r;
    out[0] = -t;
    out[1] = t5 * x[1] * t3 - 2.86 * r;
    out[2] = t4 * x[0];
    out[3] = r;
    out[4] = t2;
    out[5] = 6.0 * x[1] * t3;
    out[6] = t5 * t3;
    out[7] = 0.0;
    out[8] = 2.86 * t6 - 3.0 * t3 * x[1] * t3;
    out[9] = 0.0;
    out[10] = 0.0;
    out[11] = -(t4 * t3);
    out[12] = 0.0;
    out[13] = -t6;
    out[14] = -2.0 * t2 * r;
}

// sr-livermore2-vars4-21
fn e140(x: &[f64], out: &mut [f64]) {
    let t = x[1] - x[2] + x[3];
    out[0] = x[3] + x[0] * t;
    out[1] = t;
    out[2] = x[0];
    out[3] = -x[0];
    out[4] = x[0] + 1.0;
    out[5] = 0.0;
    out[6] = 1.0;
    out[7] = -1.0;
    out[8] = 1.0;
    out[9] = 0.0;
    out[10] = 0.0;
    out[11] = 0.0;
    out[12] = 0.0;
    out[13] = 0.0;
    out[14] = 0.0;
}

// sr-livermore2-vars4-22
fn e141(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, x[0]);
        let t = x[1] * exp;
        out[0] = x[0] - x[1] * x[2] + t - x[3];
        out[1] = t + 1.0;
        out[2] = exp - x[2];
        out[3] = -x[1];
        out[4] = -1.0;
        out[5] = t;
        out[6] = exp;
        out[7] = 0.0;
        out[8] = 0.0;
        out[9] = 0.0;
        out[10] = -1.0;
        out[11] = 0.0;
        out[12] = 0.0;
        out[13] = 0.0;
        out[14] = 0.0;
    });
}

// sr-livermore2-vars5-2
fn e142(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[3] + x[1] * x[3]);
    let t = (x[3] + x[4]) * r;
    let r2 = 1.0 / (x[0] * x[0] + t);
    let t2 = x[1] + x[2] + 0.27 * r2;
    let t3 = x[0] * r2;
    let t4 = t3 * r2 * r;
    let t5 = t * t4;
    out[0] = x[0] * t2;
    out[1] = t2 - 0.54 * (t3 * t3);
    out[2] = x[0] + 0.27 * x[3] * t5;
    out[3] = x[0];
    out[4] = -0.27 * (t4 - t5 - x[1] * t5);
    out[5] = -0.27 * t4;
}

// sr-livermore2-vars5-3
fn e143(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let ln = ::chainrule::__rt::ln(fma, x[1]);
        let t = x[0] - x[0] * ln - x[4];
        let t2 = 2.0 * x[0];
        let t3 = t2 * x[1];
        let cos = ::chainrule::__rt::cos(fma, t);
        out[0] = t3 * x[2] + x[3] + ::chainrule::__rt::sin(fma, t);
        out[1] = cos - ln * cos + 2.0 * x[1] * x[2];
        out[2] = (if 0.0 <= x[1] { -(x[0] / x[1] * cos) } else { f64::NAN }) + t2 * x[2];
        out[3] = t3;
        out[4] = 1.0;
        out[5] = -cos;
    });
}

// sr-livermore2-vars5-8
fn e144(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(x[0]);
        let t = x[0] - x[3];
        let root2 = ::chainrule::__rt::sqrt(x[0] - 0.99);
        let cos = ::chainrule::__rt::cos(fma, x[4]);
        let t2 = 0.07 * (x[3] - t * root2);
        let t3 = root2 * cos;
        out[0] = root * x[1] - x[2] - t2 * cos;
        out[1] = 0.07 * t3 + 0.035 * t / root2 * cos + 0.5 * x[1] / root;
        out[2] = root;
        out[3] = -1.0;
        out[4] = -0.07 * (cos + t3);
        out[5] = t2 * ::chainrule::__rt::sin(fma, x[4]);
    });
}

// sr-livermore2-vars5-10
fn e145(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] * x[4];
        let t2 = x[2] + ::chainrule::__rt::ln(fma, x[3]);
        let r = 1.0 / x[1];
        let r2 = 1.0 / (0.25 * x[0] * x[1] * x[2] - x[3] + 8.43 * t);
        let r3 = 1.0 / ::chainrule::__rt::sin(fma, t2);
        let t3 = x[0] * r * r2 * r3;
        let t4 = t3 * r2;
        let t5 = t3 * r3;
        let cos = ::chainrule::__rt::cos(fma, t2);
        let t6 = 8.43 * t4 + 1.0;
        let t7 = x[0] * r2;
        let t8 = 0.25 * x[2] * t7;
        out[0] = t - t3;
        out[1] = -((r - t8) * r2 * r3);
        out[2] = x[4] * t6 + t3 * (r + t8);
        out[3] = t5 * cos + 0.25 * t7 * r3 * t7;
        out[4] = (if 0.0 <= x[3] { t5 / x[3] * cos } else { f64::NAN }) - t4;
        out[5] = x[1] * t6;
    });
}

// sr-livermore2-vars5-11
fn e146(x: &[f64], out: &mut [f64]) {
    let t = x[2] + x[3];
    let r = 1.0 / x[2];
    let t2 = (x[3] + x[1] * t - x[4]) * r;
    let root = ::chainrule::__rt::sqrt(t2);
    let root2 = ::chainrule::__rt::sqrt(x[4]);
    let t3 = x[1] + x[4] - root2;
    let r2 = 1.0 / x[4];
    let t4 = x[2] * r2;
    let root3 = ::chainrule::__rt::sqrt(t4 * t3);
    let r3 = 1.0 / root3;
    let t5 = 0.235 * t4 * r3;
    let r4 = 1.0 / root;
    let t6 = r * r4;
    let t7 = x[1] * t6;
    let t8 = 0.235 * t3 * r2;
    let t9 = x[2] * r3 * (t8 * r2 + 0.1175 / x[4] / root2);
    out[0] = root - x[0] * x[0] + 0.47 * root3;
    out[1] = -2.0 * x[0];
    out[2] = t5 + 0.5 * t * t6;
    out[3] = t8 * r3 - 0.5 * t2 * r * r4 + 0.5 * t7;
    out[4] = 0.5 * (t6 + t7);
    out[5] = t5 - 0.5 * t6 - t9;
}

// sr-livermore2-vars5-12
fn e147(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[2];
    let r2 = 1.0 / (x[3] + x[4]);
    let t = x[1] - r * r2;
    let t2 = x[0] * r * r2;
    let t3 = t2 * r2;
    out[0] = x[0] * t;
    out[1] = t;
    out[2] = x[0];
    out[3] = t2 * r;
    out[4] = t3;
    out[5] = t3;
}

// sr-livermore2-vars5-14
fn e148(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[1];
        let r2 = 1.0 / x[2];
        let t = x[0] * r * r2;
        let exp = ::chainrule::__rt::exp(fma, -x[1]);
        let t2 = x[0] * x[3];
        let t3 = t2 * x[4] * exp;
        let sin = ::chainrule::__rt::sin(fma, t3);
        let t4 = x[3] * x[4] * exp * sin;
        let t5 = r * r2;
        out[0] = ::chainrule::__rt::cos(fma, t3) - t;
        out[1] = -t4 - t5;
        out[2] = x[0] * (t4 + t5 * r);
        out[3] = t * r2;
        out[4] = -(x[0] * x[4] * exp * sin);
        out[5] = -(exp * t2 * sin);
    });
}

// sr-livermore2-vars5-16
fn e149(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + x[2] * x[2]);
    let t = x[2] * r;
    let root = ::chainrule::__rt::sqrt(x[4]);
    let t2 = t + x[3] * x[4] * root;
    let t3 = 0.33 * x[1];
    let t4 = t3 * r;
    out[0] = x[0] + t3 * t2;
    out[1] = 1.0 - t4 * t;
    out[2] = 0.33 * t2;
    out[3] = t4 - 0.66 * x[1] * t * t;
    out[4] = t3 * x[4] * root;
    out[5] = 0.495 * x[1] * x[3] * root;
}

// sr-livermore2-vars5-17
fn e150(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(x[3]);
        let t = x[1] - root - x[4];
        let t2 = x[0] - ::chainrule::__rt::sin(fma, x[1]) + ::chainrule::__rt::sin(fma, x[2]) - ::chainrule::__rt::cos(fma, t);
        let sin = ::chainrule::__rt::sin(fma, t);
        out[0] = t2 + 0.78;
        out[1] = 1.0;
        out[2] = sin - ::chainrule::__rt::cos(fma, x[1]);
        out[3] = ::chainrule::__rt::cos(fma, x[2]);
        out[4] = -0.5 * sin / root;
        out[5] = -sin;
    });
}

// sr-livermore2-vars5-22
fn e151(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] * x[1] + x[4];
        let r = 1.0 / t;
        let t2 = x[0] * r;
        let t3 = t2 * x[3];
        let r2 = 1.0 / x[4];
        let t4 = ::chainrule::__rt::ln(fma, t3) * r2;
        let t5 = ::chainrule::__rt::sin(fma, x[2]) - t4;
        let root = ::chainrule::__rt::sqrt(x[0] - x[1] * t5);
        let r3 = 1.0 / root;
        let t6 = x[1] * r3;
        let t7 = 0.5 * t6;
        let t8 = if 0.0 <= t3 { t7 * r2 * (t / x[0] / x[3]) } else { f64::NAN };
        let t9 = x[3] * r;
        let t10 = t2 * t8;
        let t11 = t10 * t9;
        out[0] = x[2] - x[0] - x[1] + root - 0.73;
        out[1] = 0.5 * r3 + t9 * t8 - 1.0;
        out[2] = -0.5 * t5 * r3 - 2.0 * x[1] * t11 - 1.0;
        out[3] = 1.0 - t7 * ::chainrule::__rt::cos(fma, x[2]);
        out[4] = t10;
        out[5] = -0.5 * t4 * r2 * t6 - t11;
    });
}

// sr-livermore2-vars5-24
fn e152(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(x[4]);
        let t = x[4] + root;
        let cos = ::chainrule::__rt::cos(fma, t);
        let r = 1.0 / x[1];
        let t2 = (x[0] + 7.84 * x[1] * x[4] * x[4]) * r;
        let r2 = 1.0 / x[4];
        let t3 = x[2] - x[3] * cos + t2 - r2;
        let root2 = ::chainrule::__rt::sqrt(x[2] - x[0] * t3);
        let r3 = 1.0 / root2;
        let t4 = x[0] * r3;
        let t5 = t4 * r;
        let t6 = ::chainrule::__rt::sin(fma, t) * (x[3] * t4);
        let t7 = -0.5 * t4 * r2 * r2 - 7.84 * x[4] * t4 - 0.5 * t6;
        out[0] = root2 - x[0] * x[1];
        out[1] = -x[1] - 0.5 * t5 - 0.5 * t3 * r3;
        out[2] = 0.5 * t2 * t5 - x[0] - 3.92 * x[4] * t5 * x[4];
        out[3] = 0.5 * (r3 - t4);
        out[4] = 0.5 * cos * t4;
        out[5] = t7 - 0.25 * t6 / root;
    });
}

// sr-livermore2-vars6-1
fn e153(x: &[f64], out: &mut [f64]) {
    let t = x[0] + x[2] + x[3];
    let root = ::chainrule::__rt::sqrt(x[0] * x[0] + x[4] - x[5]);
    let t2 = t / root;
    out[0] = x[0] - x[1] + t * root;
    out[1] = root + x[0] * t2 + 1.0;
    out[2] = -1.0;
    out[3] = root;
    out[4] = root;
    out[5] = 0.5 * t2;
    out[6] = -0.5 * t2;
}

// sr-livermore2-vars6-2
fn e154(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[2];
        let t = x[1] * r;
        let t2 = x[0] * x[4];
        let t3 = t2 * x[5];
        let t4 = 2.0 * x[1] + t + x[3] + ::chainrule::__rt::ln(fma, t3);
        let t5 = if 0.0 <= t3 { 1.0 / x[4] / x[5] } else { f64::NAN };
        let t6 = x[0] * r;
        out[0] = x[0] * t4;
        out[1] = t4 + x[4] * x[5] * t5;
        out[2] = 2.0 * x[0] + t6;
        out[3] = -(t * t6);
        out[4] = x[0];
        out[5] = x[0] * x[5] * t5;
        out[6] = t2 * t5;
    });
}

// sr-livermore2-vars6-4
fn e155(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] + x[0] * x[0];
        let sin = ::chainrule::__rt::sin(fma, x[5]);
        let cos = ::chainrule::__rt::cos(fma, x[5]);
        let t2 = x[1] - x[1] * t + x[2] - x[2] * x[2] + x[3] + x[4] + sin;
        let t3 = t2 + cos;
        let t4 = x[0] * t3;
        let t5 = 2.0 * t4;
        let t6 = x[1] * t4;
        out[0] = t4 * t3;
        out[1] = t3 * t3 - 2.0 * t6 - 4.0 * x[0] * t6;
        out[2] = 2.0 * (t4 - t * t4);
        out[3] = t5 - 4.0 * x[2] * t4;
        out[4] = t5;
        out[5] = t5;
        out[6] = -2.0 * t4 * (sin - cos);
    });
}

// sr-livermore2-vars6-6
fn e156(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let ln = ::chainrule::__rt::ln(fma, cos);
        let r = 1.0 / (x[1] * x[2] + ln * ln);
        let t = x[0] * r;
        let t2 = x[1] * x[3];
        let r2 = 1.0 / x[5];
        let t3 = (t2 + x[4]) * r2;
        let t4 = t - t2 + ::chainrule::__rt::sin(fma, t3) + ::chainrule::__rt::cos(fma, x[2]);
        let ln2 = ::chainrule::__rt::ln(fma, x[0]);
        let t5 = ln2 * ::chainrule::__rt::cos(fma, t3) * r2;
        let t6 = ln2 - t5;
        let t7 = ln2 * r;
        let t8 = t * t7;
        let t9 = if 0.0 <= cos { -2.0 * ln / cos * t8 } else { f64::NAN };
        let t10 = (if 0.0 <= x[0] { t4 / x[0] } else { f64::NAN }) + t7;
        out[0] = t4 * ln2;
        out[1] = t10 - t9 * ::chainrule::__rt::sin(fma, x[0]);
        out[2] = -(x[3] * t6) - x[2] * t8;
        out[3] = -(ln2 * ::chainrule::__rt::sin(fma, x[2])) - x[1] * t8;
        out[4] = -(x[1] * t6);
        out[5] = t5;
        out[6] = -(t3 * t5);
    });
}

// sr-livermore2-vars6-8
fn e157(x: &[f64], out: &mut [f64]) {
    let t = 0.34 * x[2];
    out[0] = x[0] + x[1] * x[1] + t * x[3] - x[4] + x[5];
    out[1] = 1.0;
    out[2] = 2.0 * x[1];
    out[3] = 0.34 * x[3];
    out[4] = t;
    out[5] = -1.0;
    out[6] = 1.0;
}

// sr-livermore2-vars6-9
fn e158(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let abs = ::chainrule::__rt::abs(x[5]);
        let ln = ::chainrule::__rt::ln(fma, abs);
        let t = 13.28 * x[2];
        let exp = ::chainrule::__rt::exp(fma, t * x[3] * x[2] - 4.0 * x[4] * ln * x[4]);
        let t2 = x[3] - x[5] - x[1] * x[2] + x[5] * x[5] + ::chainrule::__rt::ln(fma, x[2]);
        let r = 1.0 / t2;
        let t3 = exp * r;
        let t4 = x[1] - t3;
        let t5 = x[0] * r;
        let t6 = t3 * t5;
        let t7 = exp * t5;
        let t8 = 4.0 * (x[4] / abs * t7 * x[4]) * ::chainrule::__rt::sign(x[5]);
        let t9 = (if 0.0 <= x[2] { t3 / x[2] * t5 } else { f64::NAN }) - x[1] * t6;
        out[0] = x[0] * t4;
        out[1] = t4;
        out[2] = x[0] - x[2] * t6;
        out[3] = t9 - 26.56 * x[2] * x[3] * t7;
        out[4] = t6 - t * t7 * x[2];
        out[5] = 8.0 * x[4] * ln * t7;
        out[6] = 2.0 * x[5] * t6 - t6 + t8;
    });
}

// sr-livermore2-vars6-11
fn e159(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[3];
    let t2 = x[1] * x[4];
    let t3 = 2.0 * x[1] + x[3] + x[5] + x[0] * (8.13 * t + t2);
    let r = 1.0 / (x[1] + x[2] * t3);
    let t4 = x[0] * r;
    let t5 = x[0] + t4;
    let t6 = t4 * r * t5;
    let t7 = x[2] * t6;
    let t8 = -2.0 * t7;
    let t9 = 2.0 * t5;
    out[0] = t5 * t5;
    out[1] = t9 + t9 * r - t7 * (32.52 * t + 2.0 * t2);
    out[2] = -2.0 * t6 - 4.0 * t7 - 2.0 * x[0] * x[4] * t7;
    out[3] = -2.0 * t3 * t6;
    out[4] = t8 - 16.26 * x[0] * t7 * x[0];
    out[5] = -2.0 * x[0] * x[1] * t7;
    out[6] = t8;
}

// sr-livermore2-vars6-12
fn e160(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0]);
    let t = x[2] * x[2];
    let r = 1.0 / x[5];
    let t2 = x[0] * (8.29 * t + x[4]);
    let r2 = 1.0 / ::chainrule::__rt::sqrt(x[3] + x[5] + x[3] * t2);
    let t3 = x[2] * r2;
    let t4 = (1.4142135623730951 * root - x[1] - t3) * r;
    let t5 = t3 * r * r2 * r2;
    let t6 = x[3] * t5;
    out[0] = t4;
    out[1] = 0.7071067811865476 / root * r + t6 * (4.145 * t + 0.5 * x[4]);
    out[2] = -r;
    out[3] = 8.29 * x[0] * x[2] * t6 - r * r2;
    out[4] = 0.5 * (t5 + t2 * t5);
    out[5] = 0.5 * x[0] * t6;
    out[6] = 0.5 * t5 - t4 * r;
}

// sr-livermore2-vars6-13
fn e161(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[3]);
    let r = 1.0 / x[1];
    let t = (x[1] + x[2] + x[5]) * r;
    let r2 = 1.0 / x[2];
    let r3 = 1.0 / x[3];
    let r4 = 1.0 / ::chainrule::__rt::sqrt(x[4]);
    let r5 = 1.0 / (x[3] + 2.0 * x[4] + root + t);
    let t2 = r2 * r3;
    let root2 = ::chainrule::__rt::sqrt(x[0] * r4 * t2 * r5 * t2);
    let t3 = r4 * r5;
    let t4 = t3 * r3 * r3;
    let t5 = x[0] * r2;
    let t6 = t5 * r2 * r3;
    let r6 = 1.0 / root2;
    let t7 = t6 * r3 * r4 * r5 * r6 * r5;
    let t8 = 0.105 * t7;
    let t9 = t8 * r;
    let t10 = -0.21 * (t5 * t3 * r2) * r3 * r6 * r3 * r3 - t8;
    out[0] = x[0] + x[1] + 0.21 * root2;
    out[1] = 0.105 * (t4 * r2 * r2) * r6 + 1.0;
    out[2] = 0.105 * t * r * t7 - t9 + 1.0;
    out[3] = -0.21 * (x[0] * t4) * r2 * r6 * r2 * r2 - t9;
    out[4] = t10 - 0.0525 * t7 / root;
    out[5] = -0.0525 * (t6 * r5 * r3) * r4 * r6 * r4 * r4 - 0.21 * t7;
    out[6] = -t9;
}

// sr-livermore2-vars6-15
fn e162(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[4] - 0.43 * (x[5] * x[5]);
        let t2 = x[1] * x[2];
        let t3 = t2 * x[3] * t;
        let t4 = t3 * x[1];
        let t5 = x[0] + ::chainrule::__rt::cos(fma, t4);
        let r = 1.0 / x[3];
        let t6 = x[0] * r;
        let t7 = t5 * r;
        let t8 = t6 * ::chainrule::__rt::sin(fma, t4);
        let t9 = x[1] * x[3];
        let t10 = t2 * t8 * t9;
        out[0] = t6 * t5;
        out[1] = t6 + t7;
        out[2] = -2.0 * t3 * t8;
        out[3] = -(t9 * t * t8 * x[1]);
        out[4] = -(t6 * t7) - x[1] * t * t2 * t8;
        out[5] = -t10;
        out[6] = 0.86 * x[5] * t10;
    });
}

// sr-livermore2-vars6-16
fn e163(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0]);
    let r = 1.0 / x[5];
    let t = x[4] * r;
    let root2 = ::chainrule::__rt::sqrt(t);
    let r2 = 1.0 / root2;
    out[0] = x[1] - x[0] - root - x[2] - x[3] - root2 - 3.26;
    out[1] = -0.5 / root - 1.0;
    out[2] = 1.0;
    out[3] = -1.0;
    out[4] = -1.0;
    out[5] = -0.5 * r * r2;
    out[6] = 0.5 * t * r * r2;
}

// sr-livermore2-vars6-17
fn e164(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 2.0 * x[1] - x[2] + x[5] * x[5];
        let cos = ::chainrule::__rt::cos(fma, t);
        let t2 = x[4] * cos;
        let t3 = x[0] * x[1];
        let r = 1.0 / x[1];
        let r2 = 1.0 / x[2];
        let r3 = 1.0 / (x[3] - ::chainrule::__rt::ln(fma, t2 * t2));
        let r4 = 1.0 / (x[5] + 129.28 * (t3 * t3));
        let t4 = x[0] * r;
        let t5 = t4 * r2;
        let t6 = t5 * r3 * r4;
        let t7 = r3 * r4;
        let t8 = t7 * r2 * r;
        let t9 = t5 * r4 * r3 * r3;
        let t10 = t6 * r4;
        let t11 = 1.0 / x[4] * (1.0 / cos);
        let t12 = t9 * (t11 * t11);
        let t13 = x[4] * t2 * t12 * ::chainrule::__rt::sin(fma, t);
        out[0] = -t6;
        out[1] = 258.56 * x[1] * t3 * t10 - t8;
        out[2] = 4.0 * t13 + x[0] * (t8 * r + 258.56 * t3 * t10);
        out[3] = t4 * t7 * r2 * r2 - 2.0 * t13;
        out[4] = t9;
        out[5] = -2.0 * cos * t2 * t12;
        out[6] = t10 + 4.0 * x[5] * t13;
    });
}

// sr-livermore2-vars6-18
fn e165(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(x[0]);
        let exp = ::chainrule::__rt::exp(fma, x[1] * x[4]);
        let t = x[2] * x[3];
        let t2 = x[2] + t * exp - ::chainrule::__rt::ln(fma, x[2]) - 3.49;
        let t3 = x[1] * t2;
        let r = 1.0 / x[5];
        let t4 = ::chainrule::__rt::cos(fma, t3) * r;
        let t5 = 2.0 * x[1] + t4;
        let t6 = root * r;
        let t7 = t6 * ::chainrule::__rt::sin(fma, t3);
        let t8 = x[1] * t7;
        let t9 = exp * (t * t8);
        let t10 = (if 0.0 <= x[2] { x[1] / x[2] * t7 } else { f64::NAN }) - t8;
        out[0] = root * t5;
        out[1] = 0.5 * t5 / root;
        out[2] = 2.0 * root - t2 * t7 - x[4] * t9;
        out[3] = t10 - x[3] * exp * t8;
        out[4] = -(x[2] * exp * t8);
        out[5] = -(x[1] * t9);
        out[6] = -(t4 * t6);
    });
}

// sr-livermore2-vars6-22
fn e166(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 0.22 * (x[2] - x[1] + 1.0);
        let sin = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, x[3]);
        let t2 = x[1] - sin * cos;
        let t3 = x[4] + 2.27 * x[5];
        let cos2 = ::chainrule::__rt::cos(fma, t3);
        let t4 = t2 * ::chainrule::__rt::sin(fma, t3);
        let t5 = 0.22 * (cos * cos2) * ::chainrule::__rt::cos(fma, t);
        out[0] = x[0] + t2 * cos2;
        out[1] = 1.0;
        out[2] = cos2 + t5;
        out[3] = -t5;
        out[4] = sin * cos2 * ::chainrule::__rt::sin(fma, x[3]);
        out[5] = -t4;
        out[6] = -2.27 * t4;
    });
}

// sr-livermore2-vars6-24
fn e167(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(x[1]);
        let r = 1.0 / x[2];
        let r2 = 1.0 / ::chainrule::__rt::sqrt(x[4] - x[3]);
        let t = root * r * r2;
        let t2 = 0.24 * x[0] + t;
        let t3 = 1.42 * ::chainrule::__rt::pow(t2, 0.25) + ::chainrule::__rt::sin(fma, x[5]);
        let t4 = ::chainrule::__rt::pow(t2, -0.75);
        let t5 = 0.10472499999999998 * t * r * t4 * r2 * r2;
        out[0] = -0.59 * t3 * r;
        out[1] = -0.05026799999999999 * t4 * r;
        out[2] = -0.10472499999999998 * t4 / root * r * r2 * r;
        out[3] = (0.59 * t3 + 0.20944999999999997 * t * t4) * r * r;
        out[4] = -t5;
        out[5] = t5;
        out[6] = -0.59 * ::chainrule::__rt::cos(fma, x[5]) * r;
    });
}

// sr-livermore2-vars6-25
fn e168(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[2]);
        let r = 1.0 / x[5];
        let root = ::chainrule::__rt::sqrt(-x[2] - 0.44 * r);
        let t = x[0] - x[1] * x[1] - x[2] + x[3] + x[3] * cos + x[4];
        let r2 = 1.0 / root;
        out[0] = t - 2.19 * root;
        out[1] = 1.0;
        out[2] = -2.0 * x[1];
        out[3] = 1.095 * r2 - x[3] * ::chainrule::__rt::sin(fma, x[2]) - 1.0;
        out[4] = cos + 1.0;
        out[5] = 1.0;
        out[6] = -0.4818 * r * r2 * r;
    });
}

// sr-livermore2-vars7-1
fn e169(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[2] * x[4];
        let t2 = 4.0 * (x[3] * x[3]) - t * x[5] - x[6];
        let t3 = x[2] + ::chainrule::__rt::cos(fma, t2);
        let t4 = x[0] * x[1];
        let t5 = t4 * ::chainrule::__rt::sin(fma, t2);
        out[0] = t4 * t3;
        out[1] = x[1] * t3;
        out[2] = x[0] * t3;
        out[3] = t4 + x[4] * x[5] * t5;
        out[4] = -8.0 * x[3] * t5;
        out[5] = x[2] * x[5] * t5;
        out[6] = t * t5;
        out[7] = t5;
    });
}

// sr-livermore2-vars7-3
fn e170(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[3] + x[4];
        let r = 1.0 / x[5];
        let t2 = x[3] * r;
        let t3 = x[1] + t2 * t - x[6];
        let r2 = 1.0 / x[6];
        let t4 = t3 * t3;
        let t5 = r2 * t4 * t4;
        let sin = ::chainrule::__rt::sin(fma, t5);
        let t6 = t3 * r2;
        let t7 = t6 * t3;
        let t8 = t3 * sin * t6 * t3;
        let t9 = 4.0 * t8;
        let t10 = t * r;
        let t11 = t2 * t8;
        out[0] = x[0] + x[1] + x[2] + ::chainrule::__rt::cos(fma, t5) + 1.0;
        out[1] = 1.0;
        out[2] = 1.0 - t9;
        out[3] = 1.0;
        out[4] = -4.0 * (t10 * t8 + t11);
        out[5] = -4.0 * t11;
        out[6] = 4.0 * t2 * t8 * t10;
        out[7] = t7 * sin * t7 + t9;
    });
}

// sr-livermore2-vars7-4
fn e171(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] + x[5] + x[6] * x[6];
        let root = ::chainrule::__rt::sqrt(x[3]);
        let t2 = x[2] * x[4];
        let t3 = t2 * t * root;
        let r = 1.0 / root;
        let t4 = if 0.0 <= t3 { 1.0 / x[2] / x[4] / t * r } else { f64::NAN };
        let t5 = root * t2 * t4;
        out[0] = x[0] + x[1] + ::chainrule::__rt::ln(fma, t3);
        out[1] = 1.0;
        out[2] = t5 + 1.0;
        out[3] = x[4] * t * root * t4;
        out[4] = 0.5 * x[2] * r * x[4] * t * t4;
        out[5] = x[2] * t * root * t4;
        out[6] = t5;
        out[7] = 2.0 * x[6] * t5;
    });
}

// sr-livermore2-vars7-6
fn e172(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[3];
        let t = x[2] * r;
        let t2 = t - x[4];
        let t3 = x[5] * x[6] * x[5];
        let t4 = x[5] + t3 * x[5];
        let t5 = x[1] * t2;
        let exp = ::chainrule::__rt::exp(fma, t5 * t4);
        let t6 = 4.69 * exp;
        let t7 = exp * ::chainrule::__rt::sin(fma, t6);
        let t8 = x[1] * t4 * t7;
        let t9 = t5 * t7;
        out[0] = x[0] * x[0] - ::chainrule::__rt::cos(fma, t6);
        out[1] = 2.0 * x[0];
        out[2] = 4.69 * t2 * t4 * t7;
        out[3] = 4.69 * t8 * r;
        out[4] = -4.69 * t * r * t8;
        out[5] = -4.69 * t8;
        out[6] = 4.69 * t9 + 14.07 * t3 * t9;
        out[7] = 4.69 * x[5] * t9 * x[5] * x[5];
    });
}

// sr-livermore2-vars7-13
fn e173(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[3] + x[4];
        let t2 = x[1] * x[2] * t;
        let t3 = t2 + 1.21;
        let exp = ::chainrule::__rt::exp(fma, -x[5]);
        let r = 1.0 / ::chainrule::__rt::sqrt(x[1] - x[6]);
        let t4 = x[1] * r;
        let root = ::chainrule::__rt::sqrt(t4 * t3 * exp);
        let t5 = ::chainrule::__rt::cos(fma, root) / root;
        let t6 = 0.25 * t3 * r * exp * t4 * t5 * r;
        let t7 = 0.5 * x[1];
        let t8 = t7 * x[2] * exp * t4 * t5;
        out[0] = x[0] + ::chainrule::__rt::sin(fma, root);
        out[1] = 1.0;
        out[2] = exp * r * t5 * (t2 + 0.605) - t6;
        out[3] = t7 * t * exp * t4 * t5;
        out[4] = t8;
        out[5] = t8;
        out[6] = -0.5 * exp * (t3 * t4 * t5);
        out[7] = t6;
    });
}

// sr-livermore2-vars7-14
fn e174(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] * x[5];
        let t2 = x[0] + t * x[6];
        let t3 = x[1] * x[3];
        let t4 = t3 * x[4];
        let t5 = t4 * t2;
        let r = 1.0 / x[0];
        let t6 = (x[1] + t5 * t5) * r;
        let t7 = x[2] + t6;
        let t8 = x[2] * t7;
        let sin = ::chainrule::__rt::sin(fma, t8);
        let t9 = x[2] * sin;
        let t10 = t9 * r;
        let t11 = t3 * t2;
        let t12 = t5 * t10;
        let t13 = t12 * t4;
        let t14 = 2.0 * t4;
        let t15 = 4.63 * (x[0] * x[0]) + t10 + 2.0 * x[3] * x[4] * t2 * t12;
        out[0] = 1.31 * x[1] + 4.63 * x[0] * x[1] * x[0] - ::chainrule::__rt::cos(fma, t8);
        out[1] = 9.26 * x[0] * x[1] - t6 * r * t9 + 2.0 * t13;
        out[2] = t15 + 2.0 * x[5] * x[6] * t13 + 1.31;
        out[3] = t7 * sin + t9;
        out[4] = 2.0 * x[1] * x[4] * t2 * t5 * t10;
        out[5] = 2.0 * t11 * x[4] * t10 * t11;
        out[6] = t14 * x[1] * x[6] * t2 * t10 * t4;
        out[7] = t14 * t * t2 * t10 * t4;
    });
}

// sr-livermore2-vars7-15
fn e175(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[2] * x[3];
        let t2 = x[3] * x[5];
        let r = 1.0 / ::chainrule::__rt::sqrt(x[2]);
        let t3 = x[6] * r;
        let r2 = 1.0 / (t2 - x[2] * ::chainrule::__rt::exp(fma, -4.0 * x[4]) + t3 - 1.99);
        let exp = ::chainrule::__rt::exp(fma, 4.0 * x[4]);
        let r3 = 1.0 / (x[2] + 1.99 * exp - t2 * exp - t3 * exp);
        let t4 = if 0.0 <= t { 1.0 / x[2] / x[3] } else { f64::NAN };
        out[0] = x[0] * x[1] + ::chainrule::__rt::ln(fma, t) - 3.69 * r2;
        out[1] = x[1];
        out[2] = x[0];
        out[3] = x[3] * t4 - (1.845 * t3 * r * r2 * r - 3.69 * r3) * r2;
        out[4] = 3.69 * x[5] * r2 * r2 + x[2] * t4;
        out[5] = -14.76 * x[2] * r2 * r3;
        out[6] = 3.69 * x[3] * r2 * r2;
        out[7] = 3.69 * r * r2 * r2;
    });
}

// sr-livermore2-vars7-17
fn e176(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] + 1.42;
        let root = ::chainrule::__rt::sqrt(x[3] + x[4]);
        let r = 1.0 / x[6];
        let t2 = (x[5] - x[0] * x[2]) * r;
        let t3 = root + t2;
        let t4 = x[1] * x[2] * t;
        let root2 = ::chainrule::__rt::sqrt(-(t4 * t3));
        let r2 = 1.0 / ::chainrule::__rt::sqrt(x[2]);
        let t5 = (x[0] - ::chainrule::__rt::cos(fma, root2)) * r2;
        let t6 = ::chainrule::__rt::sin(fma, root2) * r2 / root2;
        let t7 = t4 * t6;
        let t8 = t7 * r;
        let t9 = 0.25 * t7 / root;
        let t10 = t5 * r2 * r2 + x[1] * t * t3 * t6 - x[0] * t8;
        let t11 = 0.5 * x[2];
        out[0] = -t5;
        out[1] = -r2 - t11 * t8;
        out[2] = t11 * t3 * t6 * (2.0 * x[1] + 1.42);
        out[3] = 0.5 * t10;
        out[4] = t9;
        out[5] = t9;
        out[6] = 0.5 * t8;
        out[7] = -0.5 * t2 * t8;
    });
}

// sr-livermore2-vars7-21
fn e177(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[2] + x[3];
        let t2 = 8.07 * x[0];
        let r = 1.0 / (x[4] - t2 * x[1] * x[2] * x[3] * x[4] * t * x[0]);
        let t3 = x[1] * r;
        let cos = ::chainrule::__rt::cos(fma, x[6]);
        let ln = ::chainrule::__rt::ln(fma, cos);
        let t4 = x[0] + x[1];
        let t5 = x[0] * r;
        let t6 = x[4] * t;
        let t7 = x[3] * t6;
        let t8 = x[2] * t7;
        let t9 = x[2] * (x[0] * x[1] * x[0]);
        let t10 = x[3] * t9;
        let t11 = t5 * x[1];
        let t12 = t3 * t5;
        let t13 = t12 * (x[4] * t10);
        let t14 = 2.0 * x[0] + x[1] - t3 + x[5] + ln;
        out[0] = t4 + x[0] * (t4 - t3 + x[5] + ln);
        out[1] = t14 - 16.14 * t11 * t8 * t11 + 1.0;
        out[2] = x[0] - t5 - t2 * t3 * t5 * t8 * x[0] + 1.0;
        out[3] = -8.07 * (t11 * x[0] * t7 * t11 + t13);
        out[4] = -8.07 * (t12 * (t6 * t9) + t13);
        out[5] = t12 * (1.0 - 8.07 * t * t10);
        out[6] = x[0];
        out[7] = -((if 0.0 <= cos { x[0] / cos } else { f64::NAN }) * ::chainrule::__rt::sin(fma, x[6]));
    });
}

// sr-livermore2-vars7-22
fn e178(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(0.97 * x[4] - 1.0);
        let exp = ::chainrule::__rt::exp(fma, x[4] + x[5] + x[6]);
        out[0] = x[0] + x[1] * x[2] + x[3] + 2.21 * root + exp;
        out[1] = 1.0;
        out[2] = x[2];
        out[3] = x[1];
        out[4] = 1.0;
        out[5] = exp + 1.07185 / root;
        out[6] = exp;
        out[7] = exp;
    });
}

// sr-livermore2-vars7-24
fn e179(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[2] + x[3] - 3.03;
        let t2 = x[2] * t;
        let t3 = x[6] * x[6];
        let r = 1.0 / x[2];
        let r2 = 1.0 / x[4];
        let r3 = 1.0 / ::chainrule::__rt::sqrt(x[5]);
        let r4 = 1.0 / ::chainrule::__rt::sin(fma, t3);
        let t4 = x[1] * r;
        let t5 = t4 * r2;
        let root = ::chainrule::__rt::sqrt(::chainrule::__rt::sin(fma, t2) + t5 * r3 * r4 * r2);
        let t6 = r3 * r4;
        let t7 = t6 * r2 * r2;
        let t8 = t5 * r2;
        let r5 = 1.0 / root;
        let t9 = ::chainrule::__rt::cos(fma, t2) * r5;
        let t10 = x[2] * t9;
        out[0] = x[0] + 2.0 * x[1] + root;
        out[1] = 1.0;
        out[2] = 0.5 * (t7 * r) * r5 + 2.0;
        out[3] = -0.5 * (x[1] * t7 * r * r5 * r - t * t9 - t10);
        out[4] = 0.5 * t10;
        out[5] = -(t4 * t6 * r2 * r5 * r2 * r2);
        out[6] = -0.25 * (t8 * r4) * r3 * r5 * r3 * r3;
        out[7] = -(x[6] * (t8 * r3 * r4 * r5 * r4 * ::chainrule::__rt::cos(fma, t3)));
    });
}

// sr-livermore2-vars7-25
fn e180(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(x[1]);
        let t = root + x[2];
        let ln = ::chainrule::__rt::ln(fma, t);
        let cos = ::chainrule::__rt::cos(fma, x[4]);
        let t2 = x[5] + 0.95;
        let t3 = x[5] + x[6];
        let t4 = x[3] * t3;
        let r = 1.0 / (x[0] * t2 + t4 * t4);
        let t5 = x[3] * r;
        let t6 = -1.16 * x[0];
        let t7 = cos * r;
        let t8 = t5 * t7;
        let t9 = 2.0 * x[3] * t3 * t5 * t7;
        let t10 = t9 * x[3];
        let t11 = if 0.0 <= t { t6 / t } else { f64::NAN };
        out[0] = t6 * ln - t5 * cos;
        out[1] = t2 * t8 - 1.16 * ln;
        out[2] = 0.5 * t11 / root;
        out[3] = t11;
        out[4] = t9 * t3 - t7;
        out[5] = t5 * ::chainrule::__rt::sin(fma, x[4]);
        out[6] = t10 + x[0] * t8;
        out[7] = t10;
    });
}

// strogatz-bacres1
fn e181(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (0.5 * (x[0] * x[0]) + 1.0);
    let t = x[0] * r;
    let t2 = x[1] * r;
    out[0] = 20.0 - x[0] - t * x[1];
    out[1] = x[0] * t * t2 - t2 - 1.0;
    out[2] = -t;
    out[3] = -(x[0] * (2.0 * t * t2 * t - 3.0 * t2 * r));
    out[4] = t * t - r;
    out[5] = 0.0;
}

// strogatz-barmag1
fn e182(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] - x[1];
        let sin = ::chainrule::__rt::sin(fma, t);
        let t2 = 0.5 * sin;
        let sin2 = ::chainrule::__rt::sin(fma, x[0]);
        let cos = ::chainrule::__rt::cos(fma, t);
        out[0] = t2 - sin2;
        out[1] = 0.5 * cos - ::chainrule::__rt::cos(fma, x[0]);
        out[2] = -0.5 * cos;
        out[3] = sin2 - t2;
        out[4] = t2;
        out[5] = -0.5 * sin;
    });
}

// strogatz-glider2
fn e183(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[0];
        let t = ::chainrule::__rt::cos(fma, x[1]) * r;
        let t2 = t * r;
        let t3 = ::chainrule::__rt::sin(fma, x[1]) * r;
        out[0] = x[0] - t;
        out[1] = t2 + 1.0;
        out[2] = t3;
        out[3] = -2.0 * t2 * r;
        out[4] = -(t3 * r);
        out[5] = t;
    });
}

// strogatz-lv2
fn e184(x: &[f64], out: &mut [f64]) {
    let t = 2.0 * x[0];
    out[0] = t - x[0] * x[1] - x[0] * x[0];
    out[1] = 2.0 - t - x[1];
    out[2] = -x[0];
    out[3] = -2.0;
    out[4] = -1.0;
    out[5] = 0.0;
}

// strogatz-predprey1
fn e185(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 1.0);
    let t = x[1] * r;
    let t2 = t * r;
    out[0] = x[0] * (4.0 - x[0] - t);
    out[1] = 4.0 - 2.0 * x[0] - t2;
    out[2] = -(x[0] * r);
    out[3] = 2.0 * t2 * r - 2.0;
    out[4] = -(r * r);
    out[5] = 0.0;
}

// strogatz-shearflow1
fn e186(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let tan = ::chainrule::__rt::tan(x[0]);
        let r = 1.0 / tan;
        let t = ::chainrule::__rt::cos(fma, x[1]) * r;
        let t2 = t * r;
        let sin = ::chainrule::__rt::sin(fma, x[1]);
        let t3 = tan * tan + 1.0;
        out[0] = t;
        out[1] = -(t2 * t3);
        out[2] = -(sin * r);
        out[3] = -2.0 * t3 * (t - t2 * r * t3);
        out[4] = sin * (t3 * r * r);
        out[5] = -t;
    });
}

// strogatz-vdp2
fn e187(x: &[f64], out: &mut [f64]) {
    out[0] = -0.1 * x[0];
    out[1] = -0.1;
    out[2] = 0.0;
}

// mgh-01
fn e188(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = x[1] - t;
    let t3 = 1.0 - x[0];
    out[0] = 100.0 * (t2 * t2) + t3 * t3;
    out[1] = -2.0 * t3 - 400.0 * x[0] * t2;
    out[2] = 200.0 * t2;
    out[3] = 800.0 * t - 400.0 * t2 + 2.0;
    out[4] = -400.0 * x[0];
    out[5] = 200.0;
}

// mgh-02
fn e189(x: &[f64], out: &mut [f64]) {
    let t = 5.0 - x[1];
    let t2 = x[1] * t;
    let t3 = t2 - 2.0;
    let t4 = x[1] * t3;
    let t5 = x[0] + t4 - 13.0;
    let t6 = x[1] + 1.0;
    let t7 = x[1] * t6;
    let t8 = t7 - 14.0;
    let t9 = x[1] * t8;
    let t10 = x[0] + t9 - 29.0;
    let t11 = x[1] * t10;
    let t12 = x[1] * t5;
    let t13 = x[1] * x[1];
    let t14 = t2 + t3;
    let t15 = t7 + t8 + t13;
    let t16 = x[1] * t15;
    let t17 = t14 - t13;
    let t18 = x[1] * t17;
    let t19 = t8 * t10 + t6 * t11 + t3 * t5 + t * t12;
    let t20 = 2.0 * x[1];
    let t21 = 6.0 * t11 - 6.0 * t12 + 2.0 * t8 * t15;
    let t22 = t21 + t20 * (t10 + t16) + 2.0 * t3 * t17;
    let t23 = t22 - t20 * (t5 + t18) + t * (4.0 * t5 + 2.0 * t18);
    out[0] = t5 * t5 + t10 * t10;
    out[1] = 2.0 * (t5 + t10);
    out[2] = 2.0 * (t19 + x[1] * (t9 - t4 - 16.0) * x[1]);
    out[3] = 4.0;
    out[4] = 2.0 * (t14 + t7 + t8);
    out[5] = t23 + t6 * (4.0 * t10 + 2.0 * t16);
}

// mgh-03
fn e190(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[1];
        let t2 = 10000.0 * t - 1.0;
        let t3 = -x[0];
        let exp = ::chainrule::__rt::exp(fma, t3);
        let exp2 = ::chainrule::__rt::exp(fma, -x[1]);
        let t4 = exp + exp2 - 1.0001;
        let t5 = 2.0 * exp2;
        let t6 = 2.0 * exp;
        out[0] = t2 * t2 + t4 * t4;
        out[1] = 20000.0 * x[1] * t2 - t6 * t4;
        out[2] = 20000.0 * x[0] * t2 - t5 * t4;
        out[3] = t6 * (exp + t4) + 200000000.0 * (x[1] * x[1]);
        out[4] = 200000000.0 * t + 20000.0 * t2 + 2.0 * ::chainrule::__rt::exp(fma, t3 - x[1]);
        out[5] = t5 * (exp2 + t4) + 200000000.0 * (x[0] * x[0]);
    });
}

// mgh-05
fn e191(x: &[f64], out: &mut [f64]) {
    let t = 1.0 - x[1];
    let t2 = x[0] * t;
    let t3 = 1.5 - t2;
    let t4 = x[1] * x[1];
    let t5 = 1.0 - t4;
    let t6 = x[0] * t5;
    let t7 = 2.25 - t6;
    let t8 = 1.0 - t4 * x[1];
    let t9 = x[0] * t8;
    let t10 = 2.625 - t9;
    let t11 = x[0] * t10;
    let t12 = 4.0 * x[0] * t7;
    let t13 = x[0] * x[1];
    let t14 = 6.0 * x[1];
    let t15 = x[1] * (4.0 * (t6 - t7) + t14 * (t9 - t10));
    let t16 = 12.0 * t11 + 8.0 * x[0] * x[1] * x[0];
    let t17 = x[1] * (t16 + 18.0 * t13 * x[1] * t13);
    out[0] = t3 * t3 + t7 * t7 + t10 * t10;
    out[1] = -2.0 * (t8 * t10 + t5 * t7 + t * t3);
    out[2] = 2.0 * x[0] * t3 + x[1] * (t12 + t14 * t11);
    out[3] = 2.0 * (t8 * t8 + t5 * t5 + t * t);
    out[4] = -2.0 * (t2 - t3) - t15;
    out[5] = t12 + 2.0 * (x[0] * x[0]) + t17;
}

// mgh-07
fn e192(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[0];
    let t = x[1] * r;
    let t2 = x[2] - 1.5915494309189535 * ::chainrule::__rt::atan(t);
    let norm = ::chainrule::__rt::norm(&[x[0], x[1]]);
    let t3 = norm - 1.0;
    let c = norm == 0.0;
    let r2 = 1.0 / norm;
    let t4 = x[0] * r2;
    let t5 = 200.0 * t3;
    let t6 = x[1] * r2;
    let r3 = 1.0 / (t * t + 1.0);
    let t7 = t2 * r3;
    let t8 = t * r;
    let t9 = 318.3098861837907 * t7;
    let t10 = t7 * r3;
    let t11 = t3 * r2;
    let t12 = t4 - t11 * t4;
    let t13 = 200.0 * t6;
    let t14 = 506.60591821168896 * t8 * r3 * r3;
    let t15 = if c { 0.0 } else { t5 * r2 };
    let t16 = r * r3;
    let t17 = t15 + (636.6197723675814 * t8 * r * t10 + 506.60591821168896 * (t16 * t16));
    let t18 = x[1] * (t10 * t8);
    let t19 = t8 * (t14 - 636.6197723675814 * (t7 - t18) * r);
    out[0] = 100.0 * (t2 * t2 + t3 * t3) + x[2] * x[2];
    out[1] = 318.3098861837907 * t * r * t7 + (if c { 0.0 } else { t5 * t4 });
    out[2] = (if c { 0.0 } else { t5 * t6 }) - t9 * r;
    out[3] = 2.0 * x[2] + 200.0 * t2;
    out[4] = t15 + (if c { 0.0 } else { 200.0 * t4 * t12 }) + t19;
    out[5] = (if c { 0.0 } else { t13 * t12 }) - (t14 - (t9 - 636.6197723675814 * t18) * r) * r;
    out[6] = 318.3098861837907 * t8 * r3;
    out[7] = t17 + (if c { 0.0 } else { t13 * (t6 - t6 * t11) });
    out[8] = -318.3098861837907 * r * r3;
    out[9] = 202.0;
}

// mgh-09
fn e193(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 3.5 - x[2];
        let t2 = -0.5 * x[1];
        let exp = ::chainrule::__rt::exp(fma, t2 * t * t);
        let t3 = x[0] * exp;
        let t4 = t3 - 0.0009;
        let t5 = 3.0 - x[2];
        let exp2 = ::chainrule::__rt::exp(fma, t2 * t5 * t5);
        let t6 = x[0] * exp2;
        let t7 = t6 - 0.0044;
        let t8 = 2.5 - x[2];
        let exp3 = ::chainrule::__rt::exp(fma, t2 * t8 * t8);
        let t9 = x[0] * exp3;
        let t10 = t9 - 0.0175;
        let t11 = 2.0 - x[2];
        let exp4 = ::chainrule::__rt::exp(fma, t2 * t11 * t11);
        let t12 = x[0] * exp4;
        let t13 = t12 - 0.054;
        let t14 = 1.5 - x[2];
        let exp5 = ::chainrule::__rt::exp(fma, t2 * t14 * t14);
        let t15 = x[0] * exp5;
        let t16 = t15 - 0.1295;
        let t17 = 1.0 - x[2];
        let exp6 = ::chainrule::__rt::exp(fma, t2 * t17 * t17);
        let t18 = x[0] * exp6;
        let t19 = t18 - 0.242;
        let t20 = 0.5 - x[2];
        let exp7 = ::chainrule::__rt::exp(fma, t2 * t20 * t20);
        let t21 = x[0] * exp7;
        let t22 = t21 - 0.3521;
        let exp8 = ::chainrule::__rt::exp(fma, t2 * x[2] * x[2]);
        let t23 = x[0] * exp8;
        let t24 = t23 - 0.3989;
        let t25 = -x[2];
        let t26 = t25 - 0.5;
        let exp9 = ::chainrule::__rt::exp(fma, t2 * t26 * t26);
        let t27 = x[0] * exp9;
        let t28 = t27 - 0.3521;
        let t29 = t25 - 1.0;
        let exp10 = ::chainrule::__rt::exp(fma, t2 * t29 * t29);
        let t30 = x[0] * exp10;
        let t31 = t30 - 0.242;
        let t32 = t25 - 1.5;
        let exp11 = ::chainrule::__rt::exp(fma, t2 * t32 * t32);
        let t33 = x[0] * exp11;
        let t34 = t33 - 0.1295;
        let t35 = t25 - 2.0;
        let exp12 = ::chainrule::__rt::exp(fma, t2 * t35 * t35);
        let t36 = x[0] * exp12;
        let t37 = t36 - 0.054;
        let t38 = t25 - 2.5;
        let exp13 = ::chainrule::__rt::exp(fma, t2 * t38 * t38);
        let t39 = x[0] * exp13;
        let t40 = t39 - 0.0175;
        let t41 = t25 - 3.0;
        let exp14 = ::chainrule::__rt::exp(fma, t2 * t41 * t41);
        let t42 = x[0] * exp14;
        let t43 = t42 - 0.0044;
        let t44 = t25 - 3.5;
        let exp15 = ::chainrule::__rt::exp(fma, t2 * t44 * t44);
        let t45 = x[0] * exp15;
        let t46 = t45 - 0.0009;
        let t47 = t4 * t4 + t7 * t7 + t10 * t10 + t13 * t13;
        let t48 = t47 + t16 * t16 + t19 * t19 + t22 * t22 + t24 * t24;
        let t49 = t48 + t28 * t28 + t31 * t31 + t34 * t34 + t37 * t37;
        let t50 = x[0] * t46;
        let t51 = exp15 * t50;
        let t52 = t44 * t51;
        let t53 = x[0] * t43;
        let t54 = exp14 * t53;
        let t55 = t41 * t54;
        let t56 = x[0] * t40;
        let t57 = exp13 * t56;
        let t58 = t38 * t57;
        let t59 = x[0] * t37;
        let t60 = exp12 * t59;
        let t61 = t35 * t60;
        let t62 = x[0] * t34;
        let t63 = exp11 * t62;
        let t64 = t32 * t63;
        let t65 = x[0] * t31;
        let t66 = exp10 * t65;
        let t67 = t29 * t66;
        let t68 = x[0] * t28;
        let t69 = exp9 * t68;
        let t70 = t26 * t69;
        let t71 = x[0] * t24;
        let t72 = exp8 * t71;
        let t73 = x[2] * t72;
        let t74 = x[0] * t22;
        let t75 = exp7 * t74;
        let t76 = t20 * t75;
        let t77 = x[0] * t19;
        let t78 = exp6 * t77;
        let t79 = t17 * t78;
        let t80 = x[0] * t16;
        let t81 = exp5 * t80;
        let t82 = t14 * t81;
        let t83 = x[0] * t13;
        let t84 = exp4 * t83;
        let t85 = t11 * t84;
        let t86 = x[0] * t10;
        let t87 = exp3 * t86;
        let t88 = t8 * t87;
        let t89 = x[0] * t7;
        let t90 = exp2 * t89;
        let t91 = t5 * t90;
        let t92 = x[0] * t4;
        let t93 = exp * t92;
        let t94 = t * t93;
        let t95 = -(t52 * t44) - t55 * t41 - t58 * t38 - t61 * t35;
        let t96 = t95 - t64 * t32 - t67 * t29 - t70 * t26 - t73 * x[2];
        let t97 = t96 - t76 * t20 - t79 * t17 - t82 * t14 - t85 * t11;
        let t98 = exp15 * t46 + exp14 * t43 + exp13 * t40 + exp12 * t37;
        let t99 = t98 + exp11 * t34 + exp10 * t31 + exp9 * t28;
        let t100 = t99 + exp8 * t24 + exp7 * t22 + exp6 * t19 + exp5 * t16;
        let t101 = t100 + exp4 * t13 + exp3 * t10 + exp2 * t7 + exp * t4;
        let t102 = t44 * (exp15 * (t45 + t46));
        let t103 = t41 * (exp14 * (t42 + t43));
        let t104 = t38 * (exp13 * (t39 + t40));
        let t105 = t35 * (exp12 * (t36 + t37));
        let t106 = t32 * (exp11 * (t33 + t34));
        let t107 = t29 * (exp10 * (t30 + t31));
        let t108 = t26 * (exp9 * (t27 + t28));
        let t109 = x[2] * (exp8 * (t23 + t24));
        let t110 = t20 * (exp7 * (t21 + t22));
        let t111 = t17 * (exp6 * (t18 + t19));
        let t112 = t14 * (exp5 * (t15 + t16));
        let t113 = t11 * (exp4 * (t12 + t13));
        let t114 = t8 * (exp3 * (t9 + t10));
        let t115 = t5 * (exp2 * (t6 + t7));
        let t116 = t * (exp * (t3 + t4));
        let t117 = -(t102 * t44) - t103 * t41 - t104 * t38 - t105 * t35;
        let t118 = t117 - t106 * t32 - t107 * t29 - t108 * t26;
        let t119 = t118 - t109 * x[2] - t110 * t20 - t111 * t17;
        let t120 = t119 - t112 * t14 - t113 * t11 - t114 * t8 - t115 * t5;
        let t121 = exp15 * exp15 + exp14 * exp14 + exp13 * exp13 + exp12 * exp12;
        let t122 = t121 + exp11 * exp11 + exp10 * exp10 + exp9 * exp9;
        let t123 = t122 + exp8 * exp8 + exp7 * exp7 + exp6 * exp6;
        let t124 = t123 + exp5 * exp5 + exp4 * exp4 + exp3 * exp3;
        let t125 = t52 + t55 + t58 + t61 + t64 + t67 + t70 - t73 + t76;
        let t126 = 2.0 * x[1];
        let t127 = t102 + t103 + t104 + t105 + t106 + t107 + t108 - t109;
        let t128 = t127 + t110 + t111 + t112 + t113 + t114 + t115 + t116;
        let t129 = exp15 * (t44 * (t50 + x[0] * t45) * t44);
        let t130 = x[1] * t129;
        let t131 = exp14 * (t41 * (t53 + x[0] * t42) * t41);
        let t132 = x[1] * t131;
        let t133 = exp13 * (t38 * (t56 + x[0] * t39) * t38);
        let t134 = x[1] * t133;
        let t135 = exp12 * (t35 * (t59 + x[0] * t36) * t35);
        let t136 = x[1] * t135;
        let t137 = exp11 * (t32 * (t62 + x[0] * t33) * t32);
        let t138 = x[1] * t137;
        let t139 = exp10 * (t29 * (t65 + x[0] * t30) * t29);
        let t140 = x[1] * t139;
        let t141 = exp9 * (t26 * (t68 + x[0] * t27) * t26);
        let t142 = x[1] * t141;
        let t143 = exp8 * (x[2] * (t71 + x[0] * t23) * x[2]);
        let t144 = exp7 * (t20 * (t74 + x[0] * t21) * t20);
        let t145 = x[1] * t144;
        let t146 = exp6 * (t17 * (t77 + x[0] * t18) * t17);
        let t147 = x[1] * t146;
        let t148 = exp5 * (t14 * (t80 + x[0] * t15) * t14);
        let t149 = x[1] * t148;
        let t150 = exp4 * (t11 * (t83 + x[0] * t12) * t11);
        let t151 = x[1] * t150;
        let t152 = exp3 * (t8 * (t86 + x[0] * t9) * t8);
        let t153 = x[1] * t152;
        let t154 = exp2 * (t5 * (t89 + x[0] * t6) * t5);
        let t155 = x[1] * t154;
        let t156 = exp * (t * (t92 + x[0] * t3) * t);
        let t157 = x[1] * t156;
        let t158 = x[1] * t143;
        let t159 = t44 * (2.0 * t51 - t130) + t41 * (2.0 * t54 - t132);
        let t160 = t159 + t38 * (2.0 * t57 - t134) + t35 * (2.0 * t60 - t136);
        let t161 = t160 + t32 * (2.0 * t63 - t138) + t29 * (2.0 * t66 - t140);
        let t162 = t161 + t26 * (2.0 * t69 - t142) + t20 * (2.0 * t75 - t145);
        let t163 = t162 + t17 * (2.0 * t78 - t147) + t14 * (2.0 * t81 - t149);
        let t164 = t163 + t11 * (2.0 * t84 - t151) + t8 * (2.0 * t87 - t153);
        let t165 = t164 + t5 * (2.0 * t90 - t155) + t * (2.0 * t93 - t157);
        let t166 = t44 * t129 * t44 + t41 * t131 * t41 + t38 * t133 * t38;
        let t167 = t166 + t35 * t135 * t35 + t32 * t137 * t32;
        let t168 = t167 + t29 * t139 * t29 + t26 * t141 * t26;
        let t169 = t168 + x[2] * t143 * x[2] + t20 * t144 * t20;
        let t170 = t169 + t17 * t146 * t17 + t14 * t148 * t14;
        let t171 = t170 + t11 * t150 * t11 + t8 * t152 * t8;
        let t172 = x[1] * (t51 - t130) + x[1] * (t54 - t132);
        let t173 = t172 + x[1] * (t57 - t134) + x[1] * (t60 - t136);
        let t174 = t173 + x[1] * (t63 - t138) + x[1] * (t66 - t140);
        let t175 = t174 + x[1] * (t69 - t142) + x[1] * (t75 - t145);
        let t176 = t175 + x[1] * (t78 - t147) + x[1] * (t81 - t149);
        let t177 = t176 + x[1] * (t84 - t151) + x[1] * (t87 - t153);
        let t178 = t177 + x[1] * (t90 - t155) + x[1] * (t93 - t157);
        out[0] = t49 + t40 * t40 + t43 * t43 + t46 * t46;
        out[1] = 2.0 * t101;
        out[2] = t97 - t88 * t8 - t91 * t5 - t94 * t;
        out[3] = t126 * (t125 + t79 + t82 + t85 + t88 + t91 + t94);
        out[4] = 2.0 * (t124 + exp2 * exp2 + exp * exp);
        out[5] = t120 - t116 * t;
        out[6] = t126 * t128;
        out[7] = 0.5 * (t171 + t5 * t154 * t5 + t * t156 * t);
        out[8] = t165 - x[2] * (2.0 * t72 - t158);
        out[9] = -2.0 * (t178 + x[1] * (t72 - t158));
    });
}

// mgh-10
fn e194(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / (x[2] + 50.0);
        let t = x[1] * r;
        let exp = ::chainrule::__rt::exp(fma, t);
        let t2 = x[0] * exp;
        let t3 = t2 - 34780.0;
        let r2 = 1.0 / (x[2] + 55.0);
        let t4 = x[1] * r2;
        let exp2 = ::chainrule::__rt::exp(fma, t4);
        let t5 = x[0] * exp2;
        let t6 = t5 - 28610.0;
        let r3 = 1.0 / (x[2] + 60.0);
        let t7 = x[1] * r3;
        let exp3 = ::chainrule::__rt::exp(fma, t7);
        let t8 = x[0] * exp3;
        let t9 = t8 - 23650.0;
        let r4 = 1.0 / (x[2] + 65.0);
        let t10 = x[1] * r4;
        let exp4 = ::chainrule::__rt::exp(fma, t10);
        let t11 = x[0] * exp4;
        let t12 = t11 - 19630.0;
        let r5 = 1.0 / (x[2] + 70.0);
        let t13 = x[1] * r5;
        let exp5 = ::chainrule::__rt::exp(fma, t13);
        let t14 = x[0] * exp5;
        let t15 = t14 - 16370.0;
        let r6 = 1.0 / (x[2] + 75.0);
        let t16 = x[1] * r6;
        let exp6 = ::chainrule::__rt::exp(fma, t16);
        let t17 = x[0] * exp6;
        let t18 = t17 - 13720.0;
        let r7 = 1.0 / (x[2] + 80.0);
        let t19 = x[1] * r7;
        let exp7 = ::chainrule::__rt::exp(fma, t19);
        let t20 = x[0] * exp7;
        let t21 = t20 - 11540.0;
        let r8 = 1.0 / (x[2] + 85.0);
        let t22 = x[1] * r8;
        let exp8 = ::chainrule::__rt::exp(fma, t22);
        let t23 = x[0] * exp8;
        let t24 = t23 - 9744.0;
        let r9 = 1.0 / (x[2] + 90.0);
        let t25 = x[1] * r9;
        let exp9 = ::chainrule::__rt::exp(fma, t25);
        let t26 = x[0] * exp9;
        let t27 = t26 - 8261.0;
        let r10 = 1.0 / (x[2] + 95.0);
        let t28 = x[1] * r10;
        let exp10 = ::chainrule::__rt::exp(fma, t28);
        let t29 = x[0] * exp10;
        let t30 = t29 - 7030.0;
        let r11 = 1.0 / (x[2] + 100.0);
        let t31 = x[1] * r11;
        let exp11 = ::chainrule::__rt::exp(fma, t31);
        let t32 = x[0] * exp11;
        let t33 = t32 - 6005.0;
        let r12 = 1.0 / (x[2] + 105.0);
        let t34 = x[1] * r12;
        let exp12 = ::chainrule::__rt::exp(fma, t34);
        let t35 = x[0] * exp12;
        let t36 = t35 - 5147.0;
        let r13 = 1.0 / (x[2] + 110.0);
        let t37 = x[1] * r13;
        let exp13 = ::chainrule::__rt::exp(fma, t37);
        let t38 = x[0] * exp13;
        let t39 = t38 - 4427.0;
        let r14 = 1.0 / (x[2] + 115.0);
        let t40 = x[1] * r14;
        let exp14 = ::chainrule::__rt::exp(fma, t40);
        let t41 = x[0] * exp14;
        let t42 = t41 - 3820.0;
        let r15 = 1.0 / (x[2] + 120.0);
        let t43 = x[1] * r15;
        let exp15 = ::chainrule::__rt::exp(fma, t43);
        let t44 = x[0] * exp15;
        let t45 = t44 - 3307.0;
        let r16 = 1.0 / (x[2] + 125.0);
        let t46 = x[1] * r16;
        let exp16 = ::chainrule::__rt::exp(fma, t46);
        let t47 = x[0] * exp16;
        let t48 = t47 - 2872.0;
        let t49 = t3 * t3 + t6 * t6 + t9 * t9 + t12 * t12 + t15 * t15;
        let t50 = t49 + t18 * t18 + t21 * t21 + t24 * t24 + t27 * t27;
        let t51 = t50 + t30 * t30 + t33 * t33 + t36 * t36 + t39 * t39;
        let t52 = x[0] * t48;
        let t53 = exp16 * t52;
        let t54 = t53 * r16;
        let t55 = x[0] * t45;
        let t56 = exp15 * t55;
        let t57 = t56 * r15;
        let t58 = x[0] * t42;
        let t59 = exp14 * t58;
        let t60 = t59 * r14;
        let t61 = x[0] * t39;
        let t62 = exp13 * t61;
        let t63 = t62 * r13;
        let t64 = x[0] * t36;
        let t65 = exp12 * t64;
        let t66 = t65 * r12;
        let t67 = x[0] * t33;
        let t68 = exp11 * t67;
        let t69 = t68 * r11;
        let t70 = x[0] * t30;
        let t71 = exp10 * t70;
        let t72 = t71 * r10;
        let t73 = x[0] * t27;
        let t74 = exp9 * t73;
        let t75 = t74 * r9;
        let t76 = x[0] * t24;
        let t77 = exp8 * t76;
        let t78 = t77 * r8;
        let t79 = x[0] * t21;
        let t80 = exp7 * t79;
        let t81 = t80 * r7;
        let t82 = x[0] * t18;
        let t83 = exp6 * t82;
        let t84 = t83 * r6;
        let t85 = x[0] * t15;
        let t86 = exp5 * t85;
        let t87 = t86 * r5;
        let t88 = x[0] * t12;
        let t89 = exp4 * t88;
        let t90 = t89 * r4;
        let t91 = x[0] * t9;
        let t92 = exp3 * t91;
        let t93 = t92 * r3;
        let t94 = x[0] * t6;
        let t95 = exp2 * t94;
        let t96 = t95 * r2;
        let t97 = x[0] * t3;
        let t98 = exp * t97;
        let t99 = t98 * r;
        let t100 = t54 + t57 + t60 + t63 + t66 + t69 + t72 + t75 + t78;
        let t101 = exp16 * t48 + exp15 * t45 + exp14 * t42 + exp13 * t39;
        let t102 = t101 + exp12 * t36 + exp11 * t33 + exp10 * t30;
        let t103 = t102 + exp9 * t27 + exp8 * t24 + exp7 * t21 + exp6 * t18;
        let t104 = t103 + exp5 * t15 + exp4 * t12 + exp3 * t9 + exp2 * t6;
        let t105 = exp16 * (t47 + t48) * r16;
        let t106 = exp15 * (t44 + t45) * r15;
        let t107 = exp14 * (t41 + t42) * r14;
        let t108 = exp13 * (t38 + t39) * r13;
        let t109 = exp12 * (t35 + t36) * r12;
        let t110 = exp11 * (t32 + t33) * r11;
        let t111 = exp10 * (t29 + t30) * r10;
        let t112 = exp9 * (t26 + t27) * r9;
        let t113 = exp8 * (t23 + t24) * r8;
        let t114 = exp7 * (t20 + t21) * r7;
        let t115 = exp6 * (t17 + t18) * r6;
        let t116 = exp5 * (t14 + t15) * r5;
        let t117 = exp4 * (t11 + t12) * r4;
        let t118 = exp3 * (t8 + t9) * r3;
        let t119 = exp2 * (t5 + t6) * r2;
        let t120 = exp * (t2 + t3) * r;
        let t121 = t105 + t106 + t107 + t108 + t109 + t110 + t111 + t112;
        let t122 = t121 + t113 + t114 + t115 + t116 + t117 + t118 + t119;
        let t123 = exp16 * exp16 + exp15 * exp15 + exp14 * exp14 + exp13 * exp13;
        let t124 = t123 + exp12 * exp12 + exp11 * exp11 + exp10 * exp10;
        let t125 = t124 + exp9 * exp9 + exp8 * exp8 + exp7 * exp7;
        let t126 = t125 + exp6 * exp6 + exp5 * exp5 + exp4 * exp4;
        let t127 = t99 * r + t96 * r2 + t93 * r3 + t90 * r4 + t87 * r5;
        let t128 = t127 + t84 * r6 + t81 * r7 + t78 * r8 + t75 * r9;
        let t129 = t128 + t72 * r10 + t69 * r11 + t66 * r12 + t63 * r13;
        let t130 = -2.0 * x[1];
        let t131 = t105 * r16 + t106 * r15 + t107 * r14 + t108 * r13;
        let t132 = t131 + t109 * r12 + t110 * r11 + t111 * r10 + t112 * r9;
        let t133 = t132 + t113 * r8 + t114 * r7 + t115 * r6 + t116 * r5;
        let t134 = t133 + t117 * r4 + t118 * r3 + t119 * r2 + t120 * r;
        let t135 = (t52 + x[0] * t47) * r16;
        let t136 = exp16 * t135;
        let t137 = (t55 + x[0] * t44) * r15;
        let t138 = exp15 * t137;
        let t139 = (t58 + x[0] * t41) * r14;
        let t140 = exp14 * t139;
        let t141 = (t61 + x[0] * t38) * r13;
        let t142 = exp13 * t141;
        let t143 = (t64 + x[0] * t35) * r12;
        let t144 = exp12 * t143;
        let t145 = (t67 + x[0] * t32) * r11;
        let t146 = exp11 * t145;
        let t147 = (t70 + x[0] * t29) * r10;
        let t148 = exp10 * t147;
        let t149 = (t73 + x[0] * t26) * r9;
        let t150 = exp9 * t149;
        let t151 = (t76 + x[0] * t23) * r8;
        let t152 = exp8 * t151;
        let t153 = (t79 + x[0] * t20) * r7;
        let t154 = exp7 * t153;
        let t155 = (t82 + x[0] * t17) * r6;
        let t156 = exp6 * t155;
        let t157 = (t85 + x[0] * t14) * r5;
        let t158 = exp5 * t157;
        let t159 = (t88 + x[0] * t11) * r4;
        let t160 = exp4 * t159;
        let t161 = (t91 + x[0] * t8) * r3;
        let t162 = exp3 * t161;
        let t163 = (t94 + x[0] * t5) * r2;
        let t164 = exp2 * t163;
        let t165 = (t97 + x[0] * t2) * r;
        let t166 = exp * t165;
        let t167 = (t56 + x[1] * t138) * r15 * r15;
        let t168 = (t53 + x[1] * t136) * r16 * r16 + t167;
        let t169 = t168 + (t59 + x[1] * t140) * r14 * r14;
        let t170 = t169 + (t62 + x[1] * t142) * r13 * r13;
        let t171 = t170 + (t65 + x[1] * t144) * r12 * r12;
        let t172 = t171 + (t68 + x[1] * t146) * r11 * r11;
        let t173 = t172 + (t71 + x[1] * t148) * r10 * r10;
        let t174 = t173 + (t74 + x[1] * t150) * r9 * r9;
        let t175 = t174 + (t77 + x[1] * t152) * r8 * r8;
        let t176 = t175 + (t80 + x[1] * t154) * r7 * r7;
        let t177 = t176 + (t83 + x[1] * t156) * r6 * r6;
        let t178 = t177 + (t86 + x[1] * t158) * r5 * r5;
        let t179 = t178 + (t89 + x[1] * t160) * r4 * r4;
        let t180 = t179 + (t92 + x[1] * t162) * r3 * r3;
        let t181 = t180 + (t95 + x[1] * t164) * r2 * r2;
        let t182 = t136 * r16 + t138 * r15 + t140 * r14 + t142 * r13;
        let t183 = t182 + t144 * r12 + t146 * r11 + t148 * r10 + t150 * r9;
        let t184 = t183 + t152 * r8 + t154 * r7 + t156 * r6 + t158 * r5;
        let t185 = t184 + t160 * r4 + t162 * r3 + t164 * r2 + t166 * r;
        let t186 = t43 * r15 * (4.0 * t57 + 2.0 * exp15 * (t43 * t137));
        let t187 = t46 * r16 * (4.0 * t54 + 2.0 * exp16 * (t46 * t135));
        let t188 = t40 * r14 * (4.0 * t60 + 2.0 * exp14 * (t40 * t139));
        let t189 = t37 * r13 * (4.0 * t63 + 2.0 * exp13 * (t37 * t141));
        let t190 = t34 * r12 * (4.0 * t66 + 2.0 * exp12 * (t34 * t143));
        let t191 = t31 * r11 * (4.0 * t69 + 2.0 * exp11 * (t31 * t145));
        let t192 = t28 * r10 * (4.0 * t72 + 2.0 * exp10 * (t28 * t147));
        let t193 = t25 * r9 * (4.0 * t75 + 2.0 * exp9 * (t25 * t149));
        let t194 = t187 + t186 + t188 + t189 + t190 + t191 + t192 + t193;
        let t195 = t194 + t22 * r8 * (4.0 * t78 + 2.0 * exp8 * (t22 * t151));
        let t196 = t195 + t19 * r7 * (4.0 * t81 + 2.0 * exp7 * (t19 * t153));
        let t197 = t196 + t16 * r6 * (4.0 * t84 + 2.0 * exp6 * (t16 * t155));
        let t198 = t197 + t13 * r5 * (4.0 * t87 + 2.0 * exp5 * (t13 * t157));
        let t199 = t198 + t10 * r4 * (4.0 * t90 + 2.0 * exp4 * (t10 * t159));
        let t200 = t199 + t7 * r3 * (4.0 * t93 + 2.0 * exp3 * (t7 * t161));
        let t201 = t200 + t4 * r2 * (4.0 * t96 + 2.0 * exp2 * (t4 * t163));
        out[0] = t51 + t42 * t42 + t45 * t45 + t48 * t48;
        out[1] = 2.0 * (t104 + exp * t3);
        out[2] = 2.0 * (t100 + t81 + t84 + t87 + t90 + t93 + t96 + t99);
        out[3] = t130 * (t129 + t60 * r14 + t57 * r15 + t54 * r16);
        out[4] = 2.0 * (t126 + exp3 * exp3 + exp2 * exp2 + exp * exp);
        out[5] = 2.0 * (t122 + t120);
        out[6] = t130 * t134;
        out[7] = 2.0 * t185;
        out[8] = -2.0 * (t181 + (t98 + x[1] * t166) * r * r);
        out[9] = t201 + t * r * (4.0 * t99 + 2.0 * exp * (t * t165));
    });
}

// mgh-12
fn e195(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, -0.1 * x[0]);
        let exp2 = ::chainrule::__rt::exp(fma, -0.1 * x[1]);
        let t = exp - exp2 - 0.5369579768645172 * x[2];
        let exp3 = ::chainrule::__rt::exp(fma, -0.2 * x[0]);
        let exp4 = ::chainrule::__rt::exp(fma, -0.2 * x[1]);
        let t2 = 0.6833954698413691 * x[2] - exp3 + exp4;
        let exp5 = ::chainrule::__rt::exp(fma, -0.3 * x[0]);
        let exp6 = ::chainrule::__rt::exp(fma, -0.3 * x[1]);
        let t3 = 0.6910311523138538 * x[2] - exp5 + exp6;
        let exp7 = ::chainrule::__rt::exp(fma, -0.4 * x[0]);
        let exp8 = ::chainrule::__rt::exp(fma, -0.4 * x[1]);
        let t4 = 0.6520044071469051 * x[2] - exp7 + exp8;
        let exp9 = ::chainrule::__rt::exp(fma, -0.5 * x[0]);
        let exp10 = ::chainrule::__rt::exp(fma, -0.5 * x[1]);
        let t5 = 0.599792712713548 * x[2];
        let t6 = t5 - exp9 + exp10;
        let exp11 = ::chainrule::__rt::exp(fma, -0.6 * x[0]);
        let exp12 = ::chainrule::__rt::exp(fma, -0.6 * x[1]);
        let t7 = 0.5463328839173601 * x[2] - exp11 + exp12;
        let exp13 = ::chainrule::__rt::exp(fma, -0.7 * x[0]);
        let exp14 = ::chainrule::__rt::exp(fma, -0.7 * x[1]);
        let t8 = 0.495673421825855 * x[2] - exp13 + exp14;
        let exp15 = ::chainrule::__rt::exp(fma, -0.8 * x[0]);
        let exp16 = ::chainrule::__rt::exp(fma, -0.8 * x[1]);
        let t9 = 0.44899350148931905 * x[2] - exp15 + exp16;
        let exp17 = ::chainrule::__rt::exp(fma, -0.9 * x[0]);
        let exp18 = ::chainrule::__rt::exp(fma, -0.9 * x[1]);
        let t10 = 0.4064462499365124 * x[2] - exp17 + exp18;
        let t11 = -x[0];
        let exp19 = ::chainrule::__rt::exp(fma, t11);
        let exp20 = ::chainrule::__rt::exp(fma, -x[1]);
        let t12 = 0.36783404124167984 * x[2] - exp19 + exp20;
        let t13 = t * t + t2 * t2 + t3 * t3 + t4 * t4 + t6 * t6;
        let t14 = t13 + t7 * t7 + t8 * t8 + t9 * t9 + t10 * t10;
        let t15 = 1.3667909396827382 * t2 - 1.0739159537290344 * t + 1.3820623046277076 * t3 + 1.3040088142938102 * t4;
        let t16 = t15 + 1.199585425427096 * t6 + 1.0926657678347202 * t7 + 0.99134684365171 * t8 + 0.8979870029786381 * t9;
        let t17 = 2.0 * exp20;
        let t18 = 0.2 * exp2 * t - t17 * t12 - 1.8 * exp18 * t10;
        let t19 = t18 - 1.6 * exp16 * t9 - 1.4 * exp14 * t8;
        let t20 = t19 - 1.2 * exp12 * t7 - exp10 * t6 - 0.8 * exp8 * t4;
        let t21 = 2.0 * exp19;
        let t22 = t21 * t12 + 1.8 * exp17 * t10 + 1.6 * exp15 * t9;
        let t23 = t22 + 1.4 * exp13 * t8 + 1.2 * exp11 * t7 + exp9 * t6;
        let t24 = t23 + 0.8 * exp7 * t4 + 0.6 * exp5 * t3;
        let t25 = x[0] + x[1];
        let t26 = 0.10739159537290344 * exp + 0.27335818793654765 * exp3 + 0.41461869138831225 * exp5 + 0.5216035257175241 * exp7;
        let t27 = t26 + 0.599792712713548 * exp9 + 0.6555994607008321 * exp11 + 0.693942790556197 * exp13;
        let t28 = 1.62 * ::chainrule::__rt::exp(fma, -0.9 * t25);
        let t29 = -2.0 * ::chainrule::__rt::exp(fma, t11 - x[1]) - t28;
        let t30 = t29 - 1.2800000000000002 * ::chainrule::__rt::exp(fma, -0.8 * t25);
        let t31 = t30 - 0.9799999999999999 * ::chainrule::__rt::exp(fma, -0.7 * t25);
        let t32 = t31 - 0.72 * ::chainrule::__rt::exp(fma, -0.6 * t25);
        let t33 = t32 - 0.5 * ::chainrule::__rt::exp(fma, -0.5 * t25);
        let t34 = t33 - 0.32000000000000006 * ::chainrule::__rt::exp(fma, -0.4 * t25);
        let t35 = t34 - 0.18 * ::chainrule::__rt::exp(fma, -0.3 * t25);
        let t36 = t35 - 0.08000000000000002 * ::chainrule::__rt::exp(fma, -0.2 * t25);
        let t37 = t21 * (exp19 - t12) + 1.62 * exp17 * (exp17 - t10);
        let t38 = t37 + 1.2800000000000002 * exp15 * (exp15 - t9);
        let t39 = t38 + 0.9799999999999999 * exp13 * (exp13 - t8);
        let t40 = 0.5 * exp9 * (t5 - 2.0 * exp9 + exp10);
        let t41 = t39 + 0.72 * exp11 * (exp11 - t7) - t40;
        let t42 = t41 + 0.32000000000000006 * exp7 * (exp7 - t4) + 0.18 * exp5 * (exp5 - t3);
        let t43 = -0.10739159537290344 * exp2 - 0.27335818793654765 * exp4 - 0.41461869138831225 * exp6 - 0.5216035257175241 * exp8;
        let t44 = t43 - 0.599792712713548 * exp10 - 0.6555994607008321 * exp12 - 0.693942790556197 * exp14;
        let t45 = t17 * (exp20 + t12) + 1.62 * exp18 * (exp18 + t10);
        let t46 = t45 + 1.2800000000000002 * exp16 * (exp16 + t9);
        let t47 = t46 + 0.9799999999999999 * exp14 * (exp14 + t8);
        let t48 = t47 + 0.72 * exp12 * (exp12 + t7);
        let t49 = t48 + 0.5 * exp10 * (exp10 + t6);
        let t50 = t49 + 0.32000000000000006 * exp8 * (exp8 + t4) + 0.18 * exp6 * (exp6 + t3);
        out[0] = t14 + t12 * t12;
        out[1] = t24 + 0.4 * exp3 * t2 - 0.2 * exp * t;
        out[2] = t20 - 0.6 * exp6 * t3 - 0.4 * exp4 * t2;
        out[3] = t16 + 0.8128924998730248 * t10 + 0.7356680824833597 * t12;
        out[4] = t42 + 0.08000000000000002 * exp3 * (exp3 - t2) + 0.020000000000000004 * exp * (exp + t);
        out[5] = t36 - 0.020000000000000004 * ::chainrule::__rt::exp(fma, -0.1 * t25);
        out[6] = t27 + 0.7183896023829105 * exp15 + 0.7316032498857223 * exp17 + 0.7356680824833597 * exp19;
        out[7] = t50 + 0.08000000000000002 * exp4 * (exp4 + t2) + 0.020000000000000004 * exp2 * (exp2 - t);
        out[8] = t44 - 0.7183896023829105 * exp16 - 0.7316032498857223 * exp18 - 0.7356680824833597 * exp20;
        out[9] = 6.128011394533816;
    });
}

// mgh-15
fn e196(x: &[f64], out: &mut [f64]) {
    let t = 4.0 * x[1] + 16.0;
    let r = 1.0 / (4.0 * x[2] + x[3] + 16.0);
    let t2 = x[0] * r;
    let t3 = t2 * t;
    let t4 = 0.1957 - t3;
    let t5 = 2.0 * x[1] + 4.0;
    let r2 = 1.0 / (2.0 * x[2] + x[3] + 4.0);
    let t6 = x[0] * r2;
    let t7 = t6 * t5;
    let t8 = 0.1947 - t7;
    let t9 = x[1] + 1.0;
    let r3 = 1.0 / (x[2] + x[3] + 1.0);
    let t10 = x[0] * r3;
    let t11 = t10 * t9;
    let t12 = 0.1735 - t11;
    let t13 = 0.5 * x[1] + 0.25;
    let r4 = 1.0 / (0.5 * x[2] + x[3] + 0.25);
    let t14 = x[0] * r4;
    let t15 = t14 * t13;
    let t16 = 0.16 - t15;
    let t17 = 0.25 * x[1] + 0.0625;
    let r5 = 1.0 / (0.25 * x[2] + x[3] + 0.0625);
    let t18 = x[0] * r5;
    let t19 = t18 * t17;
    let t20 = 0.0844 - t19;
    let t21 = 0.167 * x[1] + 0.027889000000000004;
    let r6 = 1.0 / (0.167 * x[2] + x[3] + 0.027889000000000004);
    let t22 = x[0] * r6;
    let t23 = t22 * t21;
    let t24 = 0.0627 - t23;
    let t25 = 0.125 * x[1] + 0.015625;
    let r7 = 1.0 / (0.125 * x[2] + x[3] + 0.015625);
    let t26 = x[0] * r7;
    let t27 = t26 * t25;
    let t28 = 0.0456 - t27;
    let t29 = 0.1 * x[1] + 0.010000000000000002;
    let r8 = 1.0 / (0.1 * x[2] + x[3] + 0.010000000000000002);
    let t30 = x[0] * r8;
    let t31 = t30 * t29;
    let t32 = 0.0342 - t31;
    let t33 = 0.0833 * x[1] + 0.00693889;
    let r9 = 1.0 / (0.0833 * x[2] + x[3] + 0.00693889);
    let t34 = x[0] * r9;
    let t35 = t34 * t33;
    let t36 = 0.0323 - t35;
    let t37 = 0.0714 * x[1] + 0.00509796;
    let r10 = 1.0 / (0.0714 * x[2] + x[3] + 0.00509796);
    let t38 = x[0] * r10;
    let t39 = t38 * t37;
    let t40 = 0.0235 - t39;
    let t41 = 0.0625 * x[1] + 0.00390625;
    let r11 = 1.0 / (0.0625 * x[2] + x[3] + 0.00390625);
    let t42 = x[0] * r11;
    let t43 = t42 * t41;
    let t44 = 0.0246 - t43;
    let t45 = t4 * t4 + t8 * t8 + t12 * t12 + t16 * t16;
    let t46 = t45 + t20 * t20 + t24 * t24 + t28 * t28 + t32 * t32;
    let t47 = t41 * r11;
    let t48 = t42 * t44 * t47;
    let t49 = t37 * r10;
    let t50 = t38 * t40 * t49;
    let t51 = t33 * r9;
    let t52 = t34 * t36 * t51;
    let t53 = t29 * r8;
    let t54 = t30 * t32 * t53;
    let t55 = t25 * r7;
    let t56 = t26 * t28 * t55;
    let t57 = t21 * r6;
    let t58 = t22 * t24 * t57;
    let t59 = t17 * r5;
    let t60 = t18 * t20 * t59;
    let t61 = t13 * r4;
    let t62 = t14 * t16 * t61;
    let t63 = t9 * r3;
    let t64 = t10 * t12 * t63;
    let t65 = t5 * r2;
    let t66 = t6 * t8 * t65;
    let t67 = t * r;
    let t68 = t2 * t4 * t67;
    let t69 = t48 + t50 + t52 + t54 + t56 + t58 + t60 + t62 + t64;
    let t70 = 0.125 * t48 + 0.1428 * t50 + 0.1666 * t52 + 0.2 * t54;
    let t71 = t70 + 0.25 * t56 + 0.334 * t58 + 0.5 * t60 + t62;
    let t72 = t47 * t44 + t49 * t40 + t51 * t36 + t53 * t32;
    let t73 = t72 + t55 * t28 + t57 * t24 + t59 * t20 + t61 * t16;
    let t74 = t16 * r4;
    let t75 = t47 * t47 + t49 * t49 + t51 * t51 + t53 * t53;
    let t76 = t75 + t55 * t55 + t57 * t57 + t59 * t59 + t61 * t61;
    let t77 = t2 * r;
    let t78 = t77 * t4 * t67;
    let t79 = t6 * r2;
    let t80 = t79 * t8 * t65;
    let t81 = t14 * t61 * t74;
    let t82 = t18 * r5;
    let t83 = t82 * t20 * t59;
    let t84 = t22 * r6;
    let t85 = t84 * t24 * t57;
    let t86 = t26 * r7;
    let t87 = t86 * t28 * t55;
    let t88 = t30 * r8;
    let t89 = t88 * t32 * t53;
    let t90 = t34 * r9;
    let t91 = t90 * t36 * t51;
    let t92 = t38 * r10;
    let t93 = t92 * t40 * t49;
    let t94 = t42 * r11;
    let t95 = t94 * t44 * t47;
    let t96 = t43 * r11;
    let t97 = t96 * t96;
    let t98 = 0.25 * t95 - 0.125 * t97;
    let t99 = t39 * r10;
    let t100 = t99 * t99;
    let t101 = 0.2856 * t93 - 0.1428 * t100;
    let t102 = t35 * r9;
    let t103 = t102 * t102;
    let t104 = 0.3332 * t91 - 0.1666 * t103;
    let t105 = t31 * r8;
    let t106 = t105 * t105;
    let t107 = 0.4 * t89 - 0.2 * t106;
    let t108 = t27 * r7;
    let t109 = t108 * t108;
    let t110 = 0.5 * t87 - 0.25 * t109;
    let t111 = t23 * r6;
    let t112 = t111 * t111;
    let t113 = 0.668 * t85 - 0.334 * t112;
    let t114 = t19 * r5;
    let t115 = t114 * t114;
    let t116 = t83 - 0.5 * t115;
    let t117 = t15 * r4;
    let t118 = t117 * t117;
    let t119 = 2.0 * t81 - t118;
    let t120 = t7 * r2;
    let t121 = t120 * t120;
    let t122 = 8.0 * t80 - 4.0 * t121;
    let t123 = t3 * r;
    let t124 = t123 * t123;
    let t125 = 16.0 * t78 - 8.0 * t124;
    let t126 = 8.0 * t4 * r + 4.0 * t8 * r2 + 2.0 * t12 * r3;
    let t127 = t126 + t74 + 0.5 * t20 * r5 + 0.334 * t24 * r6;
    let t128 = t127 + 0.25 * t28 * r7 + 0.2 * t32 * r8;
    let t129 = t128 + 0.1666 * t36 * r9 + 0.1428 * t40 * r10;
    let t130 = 0.0246 - 2.0 * t43;
    let t131 = t47 * r11 * t130;
    let t132 = 0.0235 - 2.0 * t39;
    let t133 = t49 * r10 * t132;
    let t134 = 0.0323 - 2.0 * t35;
    let t135 = t51 * r9 * t134;
    let t136 = 0.0342 - 2.0 * t31;
    let t137 = t53 * r8 * t136;
    let t138 = 0.0456 - 2.0 * t27;
    let t139 = t55 * r7 * t138;
    let t140 = 0.0627 - 2.0 * t23;
    let t141 = t57 * r6 * t140;
    let t142 = 0.0844 - 2.0 * t19;
    let t143 = t59 * r5 * t142;
    let t144 = 0.16 - 2.0 * t15;
    let t145 = t61 * r4 * t144;
    let t146 = t144 * r4;
    let t147 = 0.1735 - 2.0 * t11;
    let t148 = t63 * r3;
    let t149 = t148 * t147;
    let t150 = 0.1947 - 2.0 * t7;
    let t151 = t65 * r2 * t150;
    let t152 = 0.1957 - 2.0 * t3;
    let t153 = t67 * r * t152;
    let t154 = t131 + t133 + t135 + t137 + t139 + t141 + t143 + t145;
    let t155 = 0.125 * t131 + 0.1428 * t133 + 0.1666 * t135 + 0.2 * t137;
    let t156 = t155 + 0.25 * t139 + 0.334 * t141 + 0.5 * t143 + t145;
    let t157 = -0.125 * t130 * r11 - 0.1428 * t132 * r10 - 0.1666 * t134 * r9;
    let t158 = t157 - 0.2 * t136 * r8 - 0.25 * t138 * r7;
    let t159 = t158 - 0.334 * t140 * r6 - 0.5 * t142 * r5 - t146;
    let t160 = t159 - 2.0 * t147 * r3 - 4.0 * t150 * r2;
    let t161 = t94 * t130;
    let t162 = t92 * t132;
    let t163 = t90 * t134;
    let t164 = t88 * t136;
    let t165 = t86 * t138;
    let t166 = t84 * t140;
    let t167 = t82 * t142;
    let t168 = t14 * t146;
    let t169 = 2.0 * t10 * r3 * t147;
    let t170 = t79 * t150;
    let t171 = t77 * t152;
    let t172 = 0.125 * t161 + 0.1428 * t162 + 0.1666 * t163 + 0.2 * t164;
    let t173 = t172 + 0.25 * t165 + 0.334 * t166 + 0.5 * t167 + t168;
    let t174 = 0.0078125 * t161 + 0.01019592 * t162 + 0.01387778 * t163 + 0.020000000000000004 * t164;
    let t175 = t174 + 0.03125 * t165 + 0.05577800000000001 * t166 + 0.125 * t167;
    let t176 = 0.0078125 * (r11 * r11) + 0.01019592 * (r10 * r10) + 0.01387778 * (r9 * r9);
    let t177 = t176 + 0.020000000000000004 * (r8 * r8) + 0.03125 * (r7 * r7);
    let t178 = t177 + 0.05577800000000001 * (r6 * r6) + 0.125 * (r5 * r5);
    let t179 = t178 + 0.5 * (r4 * r4) + 2.0 * (r3 * r3);
    let t180 = t10 * t148 * (0.694 - 6.0 * t11);
    let t181 = -t98 - t101 - t104 - t107 - t110 - t113 - t116 - t119;
    let t182 = -0.0625 * t98 - 0.0714 * t101 - 0.0833 * t104 - 0.1 * t107;
    let t183 = t182 - 0.125 * t110 - 0.167 * t113 - 0.25 * t116;
    let t184 = -(4.0 * t95 - 2.0 * t97) - (4.0 * t93 - 2.0 * t100);
    let t185 = t184 - (4.0 * t91 - 2.0 * t103);
    let t186 = t185 - (4.0 * t89 - 2.0 * t106);
    let t187 = t186 - (4.0 * t87 - 2.0 * t109);
    let t188 = t187 - (4.0 * t85 - 2.0 * t112);
    let t189 = t188 - (4.0 * t83 - 2.0 * t115);
    let t190 = t189 - (4.0 * t81 - 2.0 * t118);
    let t191 = t190 - (4.0 * t80 - 2.0 * t121);
    out[0] = t46 + t36 * t36 + t40 * t40 + t44 * t44;
    out[1] = -2.0 * (t73 + t63 * t12 + t65 * t8 + t67 * t4);
    out[2] = -(x[0] * (t129 + 0.125 * t44 * r11));
    out[3] = t71 + 2.0 * t64 + 4.0 * t66 + 8.0 * t68;
    out[4] = 2.0 * (t69 + t66 + t68);
    out[5] = 2.0 * (t76 + t63 * t63 + t65 * t65 + t67 * t67);
    out[6] = t160 - 8.0 * t152 * r;
    out[7] = t156 + 2.0 * t149 + 4.0 * t151 + 8.0 * t153;
    out[8] = 2.0 * (t154 + t149 + t151 + t153);
    out[9] = x[0] * (t179 + 8.0 * (r2 * r2) + 32.0 * (r * r)) * x[0];
    out[10] = t175 + 0.5 * t168 + t169 + 8.0 * t170 + 32.0 * t171;
    out[11] = t173 + t169 + 4.0 * t170 + 8.0 * t171;
    out[12] = t183 - 0.5 * t119 - 2.0 * t122 - 4.0 * t125 - t180;
    out[13] = t181 - t122 - t125 - t180;
    out[14] = t191 - (4.0 * t78 - 2.0 * t124) - t180;
}

// mgh-16
fn e197(x: &[f64], out: &mut [f64]) {
    let t = x[0] + 0.2 * x[1] - 1.2214027581601699;
    let t2 = t * t;
    let t3 = x[2] + 0.19866933079506122 * x[3] - 0.9800665778412416;
    let t4 = t3 * t3;
    let t5 = t2 + t4;
    let t6 = x[0] + 0.4 * x[1] - 1.4918246976412703;
    let t7 = t6 * t6;
    let t8 = x[2] + 0.3894183423086505 * x[3] - 0.9210609940028851;
    let t9 = t8 * t8;
    let t10 = t7 + t9;
    let t11 = x[0] + 0.6 * x[1] - 1.8221188003905089;
    let t12 = t11 * t11;
    let t13 = x[2] + 0.5646424733950354 * x[3] - 0.8253356149096783;
    let t14 = t13 * t13;
    let t15 = t12 + t14;
    let t16 = x[0] + 0.8 * x[1] - 2.225540928492468;
    let t17 = t16 * t16;
    let t18 = x[2] + 0.7173560908995228 * x[3] - 0.6967067093471654;
    let t19 = t18 * t18;
    let t20 = t17 + t19;
    let t21 = x[0] + x[1] - 2.7182818284590455;
    let t22 = t21 * t21;
    let t23 = x[2] + 0.8414709848078965 * x[3] - 0.5403023058681398;
    let t24 = t23 * t23;
    let t25 = t22 + t24;
    let t26 = x[0] + 1.2 * x[1] - 3.3201169227365472;
    let t27 = t26 * t26;
    let t28 = x[2] + 0.9320390859672263 * x[3] - 0.3623577544766736;
    let t29 = t28 * t28;
    let t30 = t27 + t29;
    let t31 = x[0] + 1.4 * x[1] - 4.0551999668446745;
    let t32 = t31 * t31;
    let t33 = x[2] + 0.9854497299884601 * x[3] - 0.16996714290024104;
    let t34 = t33 * t33;
    let t35 = t32 + t34;
    let t36 = x[0] + 1.6 * x[1] - 4.953032424395115;
    let t37 = t36 * t36;
    let t38 = x[2] + 0.9995736030415051 * x[3] + 0.029199522301288815;
    let t39 = t38 * t38;
    let t40 = t37 + t39;
    let t41 = x[0] + 1.8 * x[1] - 6.0496474644129465;
    let t42 = t41 * t41;
    let t43 = x[2] + 0.9738476308781951 * x[3] + 0.2272020946930871;
    let t44 = t43 * t43;
    let t45 = t42 + t44;
    let t46 = x[0] + 2.0 * x[1] - 7.38905609893065;
    let t47 = t46 * t46;
    let t48 = x[2] + 0.9092974268256817 * x[3] + 0.4161468365471424;
    let t49 = t48 * t48;
    let t50 = t47 + t49;
    let t51 = x[0] + 2.2 * x[1] - 9.025013499434122;
    let t52 = t51 * t51;
    let t53 = x[2] + 0.8084964038195901 * x[3] + 0.5885011172553458;
    let t54 = t53 * t53;
    let t55 = t52 + t54;
    let t56 = x[0] + 2.4 * x[1] - 11.023176380641601;
    let t57 = t56 * t56;
    let t58 = x[2] + 0.675463180551151 * x[3] + 0.7373937155412454;
    let t59 = t58 * t58;
    let t60 = t57 + t59;
    let t61 = x[0] + 2.6 * x[1] - 13.463738035001692;
    let t62 = t61 * t61;
    let t63 = x[2] + 0.5155013718214642 * x[3] + 0.8568887533689473;
    let t64 = t63 * t63;
    let t65 = t62 + t64;
    let t66 = x[0] + 2.8 * x[1] - 16.444646771097048;
    let t67 = t66 * t66;
    let t68 = x[2] + 0.3349881501559051 * x[3] + 0.9422223406686581;
    let t69 = t68 * t68;
    let t70 = t67 + t69;
    let t71 = x[0] + 3.0 * x[1] - 20.085536923187668;
    let t72 = t71 * t71;
    let t73 = x[2] + 0.1411200080598672 * x[3] + 0.9899924966004454;
    let t74 = t73 * t73;
    let t75 = t72 + t74;
    let t76 = x[0] + 3.2 * x[1] - 24.532530197109352;
    let t77 = t76 * t76;
    let t78 = x[2] - 0.058374143427580086 * x[3] + 0.9982947757947531;
    let t79 = t78 * t78;
    let t80 = t77 + t79;
    let t81 = x[0] + 3.4 * x[1] - 29.96410004739701;
    let t82 = t81 * t81;
    let t83 = x[2] - 0.2555411020268312 * x[3] + 0.9667981925794611;
    let t84 = t83 * t83;
    let t85 = t82 + t84;
    let t86 = x[0] + 3.6 * x[1] - 36.598234443677995;
    let t87 = t86 * t86;
    let t88 = x[2] - 0.44252044329485246 * x[3] + 0.896758416334147;
    let t89 = t88 * t88;
    let t90 = t87 + t89;
    let t91 = x[0] + 3.8 * x[1] - 44.701184493300815;
    let t92 = t91 * t91;
    let t93 = x[2] - 0.6118578909427189 * x[3] + 0.7909677119144168;
    let t94 = t93 * t93;
    let t95 = t92 + t94;
    let t96 = x[0] + 4.0 * x[1] - 54.598150033144236;
    let t97 = t96 * t96;
    let t98 = x[2] - 0.7568024953079282 * x[3] + 0.6536436208636119;
    let t99 = t98 * t98;
    let t100 = t97 + t99;
    let t101 = t5 * t5 + t10 * t10 + t15 * t15 + t20 * t20;
    let t102 = t101 + t25 * t25 + t30 * t30 + t35 * t35 + t40 * t40;
    let t103 = t102 + t45 * t45 + t50 * t50 + t55 * t55 + t60 * t60;
    let t104 = t103 + t65 * t65 + t70 * t70 + t75 * t75 + t80 * t80;
    let t105 = t98 * t100;
    let t106 = t96 * t100;
    let t107 = t93 * t95;
    let t108 = t91 * t95;
    let t109 = t88 * t90;
    let t110 = t86 * t90;
    let t111 = t83 * t85;
    let t112 = t81 * t85;
    let t113 = t78 * t80;
    let t114 = t76 * t80;
    let t115 = t73 * t75;
    let t116 = t71 * t75;
    let t117 = t68 * t70;
    let t118 = t66 * t70;
    let t119 = t63 * t65;
    let t120 = t61 * t65;
    let t121 = t58 * t60;
    let t122 = t56 * t60;
    let t123 = t53 * t55;
    let t124 = t51 * t55;
    let t125 = t48 * t50;
    let t126 = t46 * t50;
    let t127 = t43 * t45;
    let t128 = t41 * t45;
    let t129 = t38 * t40;
    let t130 = t36 * t40;
    let t131 = t33 * t35;
    let t132 = t31 * t35;
    let t133 = t28 * t30;
    let t134 = t26 * t30;
    let t135 = t23 * t25;
    let t136 = t21 * t25;
    let t137 = t18 * t20;
    let t138 = t16 * t20;
    let t139 = t13 * t15;
    let t140 = t11 * t15;
    let t141 = t8 * t10;
    let t142 = t6 * t10;
    let t143 = t3 * t5;
    let t144 = 0.5644800322394689 * t115 - 3.027209981231713 * t105 - 2.4474315637708757 * t107 - 1.7700817731794098 * t109;
    let t145 = t144 - 1.022164408107325 * t111 - 0.23349657371032034 * t113 + 1.3399526006236204 * t117;
    let t146 = t145 + 2.0620054872858566 * t119 + 2.701852722204604 * t121 + 3.2339856152783604 * t123;
    let t147 = t146 + 3.637189707302727 * t125 + 3.8953905235127806 * t127 + 3.9982944121660204 * t129;
    let t148 = t147 + 3.9417989199538406 * t131 + 3.728156343868905 * t133 + 3.365883939231586 * t135;
    let t149 = t148 + 2.869424363598091 * t137 + 2.2585698935801415 * t139 + 1.557673369234602 * t141;
    let t150 = t105 + t107 + t109 + t111 + t113 + t115 + t117 + t119;
    let t151 = t150 + t121 + t123 + t125 + t127 + t129 + t131 + t133;
    let t152 = t * t5;
    let t153 = 16.0 * t106 + 15.2 * t108 + 14.4 * t110 + 13.6 * t112;
    let t154 = t153 + 12.8 * t114 + 12.0 * t116 + 11.2 * t118;
    let t155 = t154 + 10.4 * t120 + 9.6 * t122 + 8.8 * t124;
    let t156 = t155 + 8.0 * t126 + 7.2 * t128 + 6.4 * t130;
    let t157 = t156 + 5.6 * t132 + 4.8 * t134 + 4.0 * t136;
    let t158 = t157 + 3.2 * t138 + 2.4 * t140 + 1.6 * t142;
    let t159 = t106 + t108 + t110 + t112 + t114 + t116 + t118 + t120;
    let t160 = t159 + t122 + t124 + t126 + t128 + t130 + t132 + t134;
    let t161 = t96 * t98;
    let t162 = 4.0 * t100;
    let t163 = 8.0 * t97 + t162;
    let t164 = t91 * t93;
    let t165 = 4.0 * t95;
    let t166 = 8.0 * t92 + t165;
    let t167 = t86 * t88;
    let t168 = 4.0 * t90;
    let t169 = 8.0 * t87 + t168;
    let t170 = t81 * t83;
    let t171 = 4.0 * t85;
    let t172 = 8.0 * t82 + t171;
    let t173 = t76 * t78;
    let t174 = 4.0 * t80;
    let t175 = 8.0 * t77 + t174;
    let t176 = t71 * t73;
    let t177 = 4.0 * t75;
    let t178 = 8.0 * t72 + t177;
    let t179 = t66 * t68;
    let t180 = 4.0 * t70;
    let t181 = 8.0 * t67 + t180;
    let t182 = t61 * t63;
    let t183 = 4.0 * t65;
    let t184 = 8.0 * t62 + t183;
    let t185 = t56 * t58;
    let t186 = 4.0 * t60;
    let t187 = 8.0 * t57 + t186;
    let t188 = t51 * t53;
    let t189 = 4.0 * t55;
    let t190 = 8.0 * t52 + t189;
    let t191 = t46 * t48;
    let t192 = 4.0 * t50;
    let t193 = 8.0 * t47 + t192;
    let t194 = t41 * t43;
    let t195 = 4.0 * t45;
    let t196 = 8.0 * t42 + t195;
    let t197 = t36 * t38;
    let t198 = 4.0 * t40;
    let t199 = 8.0 * t37 + t198;
    let t200 = t31 * t33;
    let t201 = 4.0 * t35;
    let t202 = 8.0 * t32 + t201;
    let t203 = t26 * t28;
    let t204 = 4.0 * t30;
    let t205 = 8.0 * t27 + t204;
    let t206 = t21 * t23;
    let t207 = 4.0 * t25;
    let t208 = 8.0 * t22 + t207;
    let t209 = t16 * t18;
    let t210 = 4.0 * t20;
    let t211 = 8.0 * t17 + t210;
    let t212 = t11 * t13;
    let t213 = 4.0 * t15;
    let t214 = 8.0 * t12 + t213;
    let t215 = t6 * t8;
    let t216 = 4.0 * t10;
    let t217 = 8.0 * t7 + t216;
    let t218 = t * t3;
    let t219 = 6.731767878463172 * t206;
    let t220 = 1.1289600644789377 * t176 - 6.054419962463426 * t161 - 4.894863127541751 * t164 - 3.5401635463588197 * t167;
    let t221 = t220 - 2.04432881621465 * t170 - 0.4669931474206407 * t173 + 2.679905201247241 * t179;
    let t222 = t221 + 4.124010974571713 * t182 + 5.403705444409208 * t185 + 6.467971230556721 * t188;
    let t223 = t222 + 7.274379414605454 * t191 + 7.790781047025561 * t194 + 7.996588824332041 * t197;
    let t224 = t223 + 7.883597839907681 * t200 + 7.45631268773781 * t203 + t219 + 5.738848727196182 * t209;
    let t225 = t161 + t164 + t167 + t170 + t173 + t176 + t179 + t182;
    let t226 = t225 + t185 + t188 + t191 + t194 + t197 + t200 + t203;
    let t227 = 4.0 * t5;
    let t228 = 8.0 * t2 + t227;
    let t229 = 4.0 * t163 + 3.8 * t166 + 3.6 * t169 + 3.4 * t172;
    let t230 = t229 + 3.2 * t175 + 3.0 * t178 + 2.8 * t181;
    let t231 = t230 + 2.6 * t184 + 2.4 * t187 + 2.2 * t190;
    let t232 = t231 + 2.0 * t193 + 1.8 * t196 + 1.6 * t199;
    let t233 = t232 + 1.4 * t202 + 1.2 * t205 + t208 + 0.8 * t211;
    let t234 = t163 + t166 + t169 + t172 + t175 + t178 + t181 + t184;
    let t235 = t234 + t187 + t190 + t193 + t196 + t199 + t202 + t205;
    let t236 = 3.386880193436813 * t176 - 24.217679849853702 * t161 - 18.600479884658654 * t164 - 12.74458876689175 * t167;
    let t237 = t236 - 6.950717975129809 * t170 - 1.4943780717460502 * t173 + 7.503734563492274 * t179;
    let t238 = t237 + 10.722428533886456 * t182 + 12.968893066582098 * t185 + 14.229536707224787 * t188;
    let t239 = t238 + 14.548758829210907 * t191 + 14.02340588464601 * t194 + 12.794542118931266 * t197;
    let t240 = t239 + 11.037036975870754 * t200 + 8.947575225285371 * t203 + t219 + 4.591078981756946 * t209;
    let t241 = 32.0 * t161 + 30.4 * t164 + 28.8 * t167 + 27.2 * t170;
    let t242 = t241 + 25.6 * t173 + 24.0 * t176 + 22.4 * t179;
    let t243 = t242 + 20.8 * t182 + 19.2 * t185 + 17.6 * t188;
    let t244 = t243 + 16.0 * t191 + 14.4 * t194 + 12.8 * t197;
    let t245 = t244 + 11.2 * t200 + 9.6 * t203 + 8.0 * t206;
    let t246 = t245 + 6.4 * t209 + 4.8 * t212 + 3.2 * t215;
    let t247 = t208 + 4.0 * (32.0 * t97 + 16.0 * t100);
    let t248 = t247 + 3.8 * (30.4 * t92 + 15.2 * t95);
    let t249 = t248 + 3.6 * (28.8 * t87 + 14.4 * t90);
    let t250 = t249 + 3.4 * (27.2 * t82 + 13.6 * t85);
    let t251 = t250 + 3.2 * (25.6 * t77 + 12.8 * t80);
    let t252 = t251 + 3.0 * (24.0 * t72 + 12.0 * t75);
    let t253 = t252 + 2.8 * (22.4 * t67 + 11.2 * t70);
    let t254 = t253 + 2.6 * (20.8 * t62 + 10.4 * t65);
    let t255 = t254 + 2.4 * (19.2 * t57 + 9.6 * t60);
    let t256 = t255 + 2.2 * (17.6 * t52 + 8.8 * t55);
    let t257 = t256 + 2.0 * (16.0 * t47 + 8.0 * t50);
    let t258 = t257 + 1.8 * (14.4 * t42 + 7.2 * t45);
    let t259 = t258 + 1.6 * (12.8 * t37 + 6.4 * t40);
    let t260 = t259 + 1.4 * (11.2 * t32 + 5.6 * t35);
    let t261 = t260 + 1.2 * (9.6 * t27 + 4.8 * t30);
    let t262 = t261 + 0.8 * (6.4 * t17 + 3.2 * t20);
    let t263 = t262 + 0.6 * (4.8 * t12 + 2.4 * t15);
    let t264 = t263 + 0.4 * (3.2 * t7 + 1.6 * t10);
    let t265 = 8.0 * t99 + t162;
    let t266 = 8.0 * t94 + t165;
    let t267 = 8.0 * t89 + t168;
    let t268 = 8.0 * t84 + t171;
    let t269 = 8.0 * t79 + t174;
    let t270 = 8.0 * t74 + t177;
    let t271 = 8.0 * t69 + t180;
    let t272 = 8.0 * t64 + t183;
    let t273 = 8.0 * t59 + t186;
    let t274 = 8.0 * t54 + t189;
    let t275 = 8.0 * t49 + t192;
    let t276 = 8.0 * t44 + t195;
    let t277 = 8.0 * t39 + t198;
    let t278 = 8.0 * t34 + t201;
    let t279 = 8.0 * t29 + t204;
    let t280 = 8.0 * t24 + t207;
    let t281 = 8.0 * t19 + t210;
    let t282 = 8.0 * t14 + t213;
    let t283 = 8.0 * t9 + t216;
    let t284 = 8.0 * t4 + t227;
    let t285 = 0.1411200080598672 * t270 - 0.7568024953079282 * t265 - 0.6118578909427189 * t266 - 0.44252044329485246 * t267;
    let t286 = t285 - 0.2555411020268312 * t268 - 0.058374143427580086 * t269 + 0.3349881501559051 * t271;
    let t287 = t286 + 0.5155013718214642 * t272 + 0.675463180551151 * t273 + 0.8084964038195901 * t274;
    let t288 = t287 + 0.9092974268256817 * t275 + 0.9738476308781951 * t276 + 0.9995736030415051 * t277;
    let t289 = t288 + 0.9854497299884601 * t278 + 0.9320390859672263 * t279 + 0.8414709848078965 * t280;
    let t290 = t289 + 0.7173560908995228 * t281 + 0.5646424733950354 * t282 + 0.3894183423086505 * t283;
    let t291 = t265 + t266 + t267 + t268 + t269 + t270 + t271 + t272;
    let t292 = t291 + t273 + t274 + t275 + t276 + t277 + t278 + t279;
    let t293 = 0.7568024953079282 * (6.054419962463426 * t99 + 3.027209981231713 * t100);
    let t294 = t293 + 0.6118578909427189 * (4.894863127541751 * t94 + 2.4474315637708757 * t95);
    let t295 = t294 + 0.44252044329485246 * (3.5401635463588197 * t89 + 1.7700817731794098 * t90);
    let t296 = t295 + 0.2555411020268312 * (2.04432881621465 * t84 + 1.022164408107325 * t85);
    let t297 = t296 + 0.058374143427580086 * (0.4669931474206407 * t79 + 0.23349657371032034 * t80);
    let t298 = t297 + 0.1411200080598672 * (1.1289600644789377 * t74 + 0.5644800322394689 * t75);
    let t299 = t298 + 0.3349881501559051 * (2.679905201247241 * t69 + 1.3399526006236204 * t70);
    let t300 = t299 + 0.5155013718214642 * (4.124010974571713 * t64 + 2.0620054872858566 * t65);
    let t301 = t300 + 0.675463180551151 * (5.403705444409208 * t59 + 2.701852722204604 * t60);
    let t302 = t301 + 0.8084964038195901 * (6.467971230556721 * t54 + 3.2339856152783604 * t55);
    let t303 = t302 + 0.9092974268256817 * (7.274379414605454 * t49 + 3.637189707302727 * t50);
    let t304 = t303 + 0.9738476308781951 * (7.790781047025561 * t44 + 3.8953905235127806 * t45);
    let t305 = t304 + 0.9995736030415051 * (7.996588824332041 * t39 + 3.9982944121660204 * t40);
    let t306 = t305 + 0.9854497299884601 * (7.883597839907681 * t34 + 3.9417989199538406 * t35);
    let t307 = t306 + 0.9320390859672263 * (7.45631268773781 * t29 + 3.728156343868905 * t30);
    let t308 = t307 + 0.8414709848078965 * (6.731767878463172 * t24 + 3.365883939231586 * t25);
    let t309 = t308 + 0.7173560908995228 * (5.738848727196182 * t19 + 2.869424363598091 * t20);
    let t310 = t309 + 0.5646424733950354 * (4.517139787160283 * t14 + 2.2585698935801415 * t15);
    let t311 = t310 + 0.3894183423086505 * (3.115346738469204 * t9 + 1.557673369234602 * t10);
    out[0] = t104 + t85 * t85 + t90 * t90 + t95 * t95 + t100 * t100;
    out[1] = 4.0 * (t160 + t136 + t138 + t140 + t142 + t152);
    out[2] = t158 + 0.8 * t152;
    out[3] = 4.0 * (t151 + t135 + t137 + t139 + t141 + t143);
    out[4] = t149 + 0.7946773231802449 * t143;
    out[5] = t235 + t208 + t211 + t214 + t217 + t228;
    out[6] = t233 + 0.6 * t214 + 0.4 * t217 + 0.2 * t228;
    out[7] = 8.0 * (t226 + t206 + t209 + t212 + t215 + t218);
    out[8] = t224 + 4.517139787160283 * t212 + 3.115346738469204 * t215 + 1.5893546463604897 * t218;
    out[9] = t264 + 0.2 * (1.6 * t2 + 0.8 * t5);
    out[10] = t246 + 1.6 * t218;
    out[11] = t240 + 2.7102838722961695 * t212 + 1.2461386953876818 * t215 + 0.317870929272098 * t218;
    out[12] = t292 + t280 + t281 + t282 + t283 + t284;
    out[13] = t290 + 0.19866933079506122 * t284;
    out[14] = t311 + 0.19866933079506122 * (1.5893546463604897 * t4 + 0.7946773231802449 * t5);
}

// mgh-25
fn e198(x: &[f64], out: &mut [f64]) {
    let t = x[0] - 1.0;
    let t2 = x[1] - 1.0;
    let t3 = x[2] - 1.0;
    let t4 = x[3] - 1.0;
    let t5 = t + 2.0 * t2 + 3.0 * t3 + 4.0 * t4;
    let t6 = t5 * t5;
    let t7 = t * t + t2 * t2 + t3 * t3 + t4 * t4 + t6;
    let t8 = 2.0 * t5 + 4.0 * (t6 * t5);
    let t9 = 12.0 * t6;
    let t10 = t9 + 2.0;
    let t11 = 24.0 * t6 + 4.0;
    let t12 = 36.0 * t6 + 6.0;
    out[0] = t7 + t6 * t6;
    out[1] = 2.0 * t + t8;
    out[2] = 2.0 * (t2 + t8);
    out[3] = 2.0 * t3 + 3.0 * t8;
    out[4] = 2.0 * t4 + 4.0 * t8;
    out[5] = t9 + 4.0;
    out[6] = 2.0 * t10;
    out[7] = 3.0 * t10;
    out[8] = 4.0 * t10;
    out[9] = 2.0 * t11 + 2.0;
    out[10] = 3.0 * t11;
    out[11] = 4.0 * t11;
    out[12] = 3.0 * t12 + 2.0;
    out[13] = 4.0 * t12;
    out[14] = 4.0 * (48.0 * t6 + 8.0) + 2.0;
}

// mgh-27
fn e199(x: &[f64], out: &mut [f64]) {
    let t = 2.0 * x[0];
    let t2 = t + x[1] + x[2] + x[3] - 5.0;
    let t3 = 2.0 * x[1];
    let t4 = x[0] + t3 + x[2] + x[3] - 5.0;
    let t5 = x[0] + x[1] + 2.0 * x[2] + x[3] - 5.0;
    let t6 = x[0] * x[1];
    let t7 = t6 * x[2];
    let t8 = t7 * x[3];
    let t9 = t8 - 1.0;
    let t10 = x[1] * x[2];
    let t11 = t10 * x[3];
    let t12 = x[0] * x[2];
    let t13 = t12 * x[3];
    let t14 = 2.0 * t2;
    let t15 = 2.0 * t4;
    let t16 = 2.0 * t5;
    let t17 = t6 * x[3];
    let t18 = 4.0 * t8 - 2.0;
    out[0] = t2 * t2 + t4 * t4 + t5 * t5 + t9 * t9;
    out[1] = 4.0 * t2 + t15 + t16 + t3 * x[2] * x[3] * t9;
    out[2] = t14 + 4.0 * t4 + t16 + t * x[2] * x[3] * t9;
    out[3] = t14 + t15 + 4.0 * t5 + 2.0 * x[3] * t6 * t9;
    out[4] = 2.0 * (t2 + t4 + t5 + t7 * t9);
    out[5] = 2.0 * (t11 * t11) + 12.0;
    out[6] = x[2] * x[3] * t18 + 10.0;
    out[7] = x[1] * x[3] * t18 + 10.0;
    out[8] = t10 * t18 + 8.0;
    out[9] = 2.0 * (t13 * t13) + 12.0;
    out[10] = x[0] * x[3] * t18 + 10.0;
    out[11] = t12 * t18 + 8.0;
    out[12] = 2.0 * (t17 * t17) + 12.0;
    out[13] = t6 * t18 + 8.0;
    out[14] = 2.0 * (t7 * t7) + 6.0;
}

// opt-himmelblau
fn e200(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t + x[1] - 11.0;
    let t3 = x[1] * x[1];
    let t4 = x[0] + t3 - 7.0;
    out[0] = t2 * t2 + t4 * t4;
    out[1] = 2.0 * t4 + 4.0 * x[0] * t2;
    out[2] = 2.0 * t2 + 4.0 * x[1] * t4;
    out[3] = 8.0 * t + 4.0 * t2 + 2.0;
    out[4] = 4.0 * (x[0] + x[1]);
    out[5] = 8.0 * t3 + 4.0 * t4 + 2.0;
}

// opt-matyas
fn e201(x: &[f64], out: &mut [f64]) {
    let t = 0.48 * x[0];
    out[0] = 0.26 * (x[0] * x[0] + x[1] * x[1]) - t * x[1];
    out[1] = 0.52 * x[0] - 0.48 * x[1];
    out[2] = 0.52 * x[1] - t;
    out[3] = 0.52;
    out[4] = -0.48;
    out[5] = 0.52;
}

// opt-levy-n13
fn e202(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 9.42477796076938 * x[0];
        let sin = ::chainrule::__rt::sin(fma, t);
        let t2 = sin * sin;
        let t3 = x[0] - 1.0;
        let t4 = 9.42477796076938 * x[1];
        let sin2 = ::chainrule::__rt::sin(fma, t4);
        let t5 = sin2 * sin2 + 1.0;
        let t6 = t3 * t5;
        let t7 = x[1] - 1.0;
        let t8 = 6.283185307179586 * x[1];
        let sin3 = ::chainrule::__rt::sin(fma, t8);
        let t9 = sin3 * sin3 + 1.0;
        let t10 = t7 * t9;
        let t11 = t7 * sin3;
        let t12 = t11 * t7;
        let cos = ::chainrule::__rt::cos(fma, t8);
        let t13 = t3 * sin2;
        let t14 = t13 * t3;
        let cos2 = ::chainrule::__rt::cos(fma, t4);
        let cos3 = ::chainrule::__rt::cos(fma, t);
        let t15 = t3 * cos2;
        let t16 = cos * (t7 * (4.0 * sin3 + 12.566370614359172 * t7 * cos));
        let t17 = 177.65287921960845 * (sin2 * t14 - t15 * t15);
        let t18 = 2.0 * t9 + 25.132741228718345 * t11 * cos - t17;
        out[0] = t2 + t6 * t3 + t10 * t7;
        out[1] = 2.0 * t6 + 18.84955592153876 * sin * cos3;
        out[2] = 2.0 * t10 + 12.566370614359172 * t12 * cos + 18.84955592153876 * t14 * cos2;
        out[3] = 2.0 * t5 - 177.65287921960845 * (t2 - cos3 * cos3);
        out[4] = 37.69911184307752 * t13 * cos2;
        out[5] = t18 - 6.283185307179586 * (12.566370614359172 * sin3 * t12 - t16);
    });
}

// opt-six-hump-camel
fn e203(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * t;
    let t3 = 0.3333333333333333 * t2 - 2.1 * t + 4.0;
    let t4 = x[1] * x[1];
    let t5 = 4.0 * t4 - 4.0;
    out[0] = t4 * t5 + x[0] * (x[1] + x[0] * t3);
    out[1] = x[1] + x[0] * (2.0 * t2 - 8.4 * t + 8.0);
    out[2] = x[0] + x[1] * (16.0 * t4 - 8.0);
    out[3] = 9.333333333333334 * t2 - 21.0 * t + 2.0 * t3;
    out[4] = 1.0;
    out[5] = 40.0 * t4 + 2.0 * t5;
}

// opt-easom
fn e204(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let cos2 = ::chainrule::__rt::cos(fma, x[1]);
        let t = x[0] - 3.141592653589793;
        let t2 = x[1] - 3.141592653589793;
        let exp = ::chainrule::__rt::exp(fma, -(t * t) - t2 * t2);
        let t3 = cos * cos2;
        let t4 = t3 * exp;
        let t5 = cos2 * exp;
        let t6 = cos * exp;
        let sin = ::chainrule::__rt::sin(fma, x[1]);
        let t7 = 2.0 * t2;
        let sin2 = ::chainrule::__rt::sin(fma, x[0]);
        let t8 = 2.0 * t;
        let t9 = t * exp;
        let t10 = exp * (t8 * t3 + cos2 * sin2);
        let t11 = cos * t5 + 2.0 * (t4 - t * t10);
        let t12 = 2.0 * (t4 - t2 * (exp * (t7 * t3 + cos * sin)));
        out[0] = -t4;
        out[1] = t8 * t4 + t5 * sin2;
        out[2] = t7 * t4 + t6 * sin;
        out[3] = t11 - 2.0 * sin2 * (cos2 * t9);
        out[4] = -2.0 * t2 * t10 - sin * (2.0 * cos * t9 + exp * sin2);
        out[5] = cos2 * t6 + t12 - 2.0 * sin * (cos * (t2 * exp));
    });
}

// opt-cross-in-tray
fn e205(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let sin2 = ::chainrule::__rt::sin(fma, x[1]);
        let norm = ::chainrule::__rt::norm(&[x[0], x[1]]);
        let t = 100.0 - 0.3183098861837907 * norm;
        let exp = ::chainrule::__rt::exp(fma, ::chainrule::__rt::abs(t));
        let t2 = sin * sin2;
        let t3 = t2 * exp;
        let t4 = ::chainrule::__rt::abs(t3) + 1.0;
        let sign = ::chainrule::__rt::sign(t3);
        let t5 = sign * ::chainrule::__rt::pow(t4, -0.9);
        let t6 = sin2 * exp;
        let t7 = t6 * t5;
        let t8 = sin * exp;
        let t9 = t8 * t5;
        let t10 = t2 * t5;
        let sign2 = ::chainrule::__rt::sign(t);
        let t11 = exp * t10 * sign2;
        let c = norm == 0.0;
        let r = 1.0 / norm;
        let t12 = x[0] * r;
        let t13 = 3.183098861837907e-6 * t11;
        let t14 = x[1] * r;
        let cos = ::chainrule::__rt::cos(fma, x[1]);
        let cos2 = ::chainrule::__rt::cos(fma, x[0]);
        let t15 = sign2 * t12;
        let t16 = t13 * r;
        let t17 = -3.183098861837907e-6 * t11 * r;
        let t18 = 3.183098861837907e-6 * t10;
        let t19 = exp * t15;
        let t20 = 3.183098861837907e-6 * sin * t5;
        let t21 = 3.183098861837907e-6 * t2;
        let t22 = ::chainrule::__rt::pow(t4, -1.9);
        let t23 = sign * (1e-5 * t6 * cos2 - (if c { 0.0 } else { t21 * t19 })) * t22;
        let t24 = t23 * sign;
        let t25 = 0.9 * t6 * t24 + (if c { 0.0 } else { 3.183098861837907e-6 * sin2 * t5 * t19 });
        let t26 = sign2 * t14;
        let t27 = exp * t26;
        let t28 = sign * t22 * (1e-5 * t8 * cos - (if c { 0.0 } else { t21 * t27 }));
        let t29 = t28 * sign;
        let t30 = cos * (0.9 * t8 * t29 + (if c { 0.0 } else { t20 * t27 }));
        let t31 = 1e-5 * t5;
        let t32 = t31 * cos2 - 0.9 * sin * t24;
        let t33 = 0.3183098861837907 * sign2;
        let t34 = t33 * (exp * ((if c { 0.0 } else { t18 * t15 }) - sin2 * t32));
        let t35 = t34 - (if c { 0.0 } else { t17 * t12 });
        let t36 = cos * ((if c { 0.0 } else { t20 * t19 }) - exp * t32);
        let t37 = 1e-5 * sin * t7 + cos2 * t25;
        let t40 = if c {
            0.0
        } else {
            let t38 = sin * (t31 * cos - 0.9 * sin2 * t29);
            let t39 = t33 * (exp * ((if c { 0.0 } else { t18 * t26 }) - t38));
            t16 - t14 * (t39 - (if c { 0.0 } else { t17 * t14 }))
        };
        out[0] = -0.0001 * ::chainrule::__rt::pow(t4, 0.1);
        out[1] = (if c { 0.0 } else { t13 * t12 }) - 1e-5 * t7 * cos2;
        out[2] = (if c { 0.0 } else { t13 * t14 }) - 1e-5 * t9 * cos;
        out[3] = t37 + (if c { 0.0 } else { t16 - t12 * t35 });
        out[4] = t36 + (if c { 0.0 } else { -(t14 * t35) });
        out[5] = 1e-5 * sin2 * t9 + t30 + t40;
    });
}

// opt-eggholder
fn e206(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] + 47.0;
        let t2 = t + 0.5 * x[0];
        let root = ::chainrule::__rt::sqrt(::chainrule::__rt::abs(t2));
        let sin = ::chainrule::__rt::sin(fma, root);
        let t3 = t - x[0];
        let root2 = ::chainrule::__rt::sqrt(::chainrule::__rt::abs(t3));
        let sin2 = ::chainrule::__rt::sin(fma, root2);
        let cos = ::chainrule::__rt::cos(fma, root2);
        let r = 1.0 / root2;
        let t4 = x[0] * cos * r;
        let sign = ::chainrule::__rt::sign(t3);
        let t5 = 0.5 * t4 * sign;
        let cos2 = ::chainrule::__rt::cos(fma, root);
        let r2 = 1.0 / root;
        let t6 = t * cos2 * r2;
        let sign2 = ::chainrule::__rt::sign(t2);
        let t7 = t6 * sign2;
        let t8 = t6 * r2 * sign2 * r2;
        let t9 = sign2 * r2;
        let t10 = cos2 * t9;
        let t11 = sin * (t * t9);
        let t12 = t4 * r * sign * r;
        let t13 = sign * r;
        let t14 = sin2 * (x[0] * t13);
        let t15 = sign * (0.25 * t12 + 0.5 * (cos + 0.5 * t14) * r);
        let t16 = sign2 * (t8 + t11 * r2);
        let t17 = sign2 * (0.25 * t8 - 0.5 * (cos2 - 0.5 * t11) * r2);
        out[0] = -(t * sin) - x[0] * sin2;
        out[1] = t5 - sin2 - 0.25 * t7;
        out[2] = -sin - t5 - 0.5 * t7;
        out[3] = 0.5 * cos * t13 + t15 + 0.0625 * t16;
        out[4] = 0.125 * t16 - 0.25 * t10 - t15;
        out[5] = 0.25 * sign * (t12 + t14 * r) - 0.5 * t10 + t17;
    });
}

// opt-mccormick
fn e207(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] + x[1];
        let sin = ::chainrule::__rt::sin(fma, t);
        let t2 = x[0] - x[1];
        let cos = ::chainrule::__rt::cos(fma, t);
        let t3 = 2.0 * t2;
        let t4 = 2.0 - sin;
        out[0] = 2.5 * x[1] - 1.5 * x[0] + sin + t2 * t2 + 1.0;
        out[1] = t3 + cos - 1.5;
        out[2] = cos - t3 + 2.5;
        out[3] = t4;
        out[4] = -sin - 2.0;
        out[5] = t4;
    });
}

// opt-schaffer-n4
fn e208(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let t2 = x[1] * x[1];
        let t3 = t - t2;
        let abs = ::chainrule::__rt::abs(t3);
        let sin = ::chainrule::__rt::sin(fma, abs);
        let cos = ::chainrule::__rt::cos(fma, sin);
        let r = 1.0 / (0.001 * (t + t2) + 1.0);
        let t4 = (cos * cos - 0.5) * r;
        let t5 = t4 * r;
        let t6 = 0.002 * t5 * r;
        let t7 = cos * r;
        let t8 = t7 * r;
        let sin2 = ::chainrule::__rt::sin(fma, sin);
        let t9 = t8 * sin2;
        let cos2 = ::chainrule::__rt::cos(fma, abs);
        let sign = ::chainrule::__rt::sign(t3);
        let t10 = 2.0 * (t9 * cos2) * sign;
        let t11 = t6 - t10;
        let t12 = t6 + t10;
        let t13 = x[0] * sign;
        let t14 = cos2 * t13;
        let t15 = sin2 * t14;
        let t16 = x[1] * sign;
        let t17 = cos2 * t16;
        let t18 = sin2 * t17;
        let t19 = 8.0 * cos;
        let t20 = 0.001 * (t19 * t15 + 0.012 * x[0] * t4) * r * r * r;
        let t21 = 4.0 * cos;
        let t22 = sin2 * ((4.0 * t15 + 0.008 * x[0] * t7) * r * r);
        let t23 = 4.0 * sin;
        let t24 = sign * (t23 * (t9 * t13) - cos2 * (t21 * (t8 * t14) - t22));
        let t25 = sin2 * ((4.0 * t18 - 0.008 * x[1] * t7) * r * r);
        let t26 = sign * (t23 * (t9 * t16) - cos2 * (t21 * (t8 * t17) - t25));
        let t27 = 0.001 * (t19 * t18 - 0.012 * x[1] * t4) * r * r * r;
        out[0] = t5 + 0.5;
        out[1] = -2.0 * x[0] * t12;
        out[2] = -2.0 * x[1] * t11;
        out[3] = -2.0 * (t12 - x[0] * (t20 + t24));
        out[4] = 2.0 * x[1] * (t20 - t24);
        out[5] = -2.0 * (t11 + x[1] * (t27 - t26));
    });
}

// opt-styblinski-tang
fn e209(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = x[1] * x[1];
    let t3 = x[2] * x[2];
    let t4 = 5.0 * x[1] - 16.0 * t2 + t2 * t2;
    let t5 = 5.0 * x[0] - 16.0 * t + t * t + t4;
    out[0] = 0.5 * (t5 + (5.0 * x[2] - 16.0 * t3 + t3 * t3));
    out[1] = 2.0 * (t * x[0]) - 16.0 * x[0] + 2.5;
    out[2] = 2.0 * (t2 * x[1]) - 16.0 * x[1] + 2.5;
    out[3] = 2.0 * (t3 * x[2]) - 16.0 * x[2] + 2.5;
    out[4] = 6.0 * t - 16.0;
    out[5] = 0.0;
    out[6] = 0.0;
    out[7] = 6.0 * t2 - 16.0;
    out[8] = 0.0;
    out[9] = 6.0 * t3 - 16.0;
}

// opt-bukin-n6
fn e210(x: &[f64], out: &mut [f64]) {
    let t = x[1] - 0.01 * (x[0] * x[0]);
    let root = ::chainrule::__rt::sqrt(::chainrule::__rt::abs(t));
    let t2 = x[0] + 10.0;
    let sign = ::chainrule::__rt::sign(t);
    let r = 1.0 / root;
    let t3 = sign * r;
    let t4 = x[0] * r * sign;
    out[0] = 100.0 * root + 0.01 * ::chainrule::__rt::abs(t2);
    out[1] = 0.01 * ::chainrule::__rt::sign(t2) - x[0] * t3;
    out[2] = 50.0 * t3;
    out[3] = -t3 - 0.01 * t4 * r * t4;
    out[4] = 0.5 * x[0] * r * t3 * t3;
    out[5] = -25.0 * t3 * r * t3;
}

// opt-dixon-price
fn e211(x: &[f64], out: &mut [f64]) {
    let t = x[0] - 1.0;
    let t2 = x[1] * x[1];
    let t3 = x[0] - 2.0 * t2;
    let t4 = x[2] * x[2];
    let t5 = x[1] - 2.0 * t4;
    let t6 = -24.0 * x[2];
    out[0] = t * t + 2.0 * (t3 * t3) + 3.0 * (t5 * t5);
    out[1] = 2.0 * t + 4.0 * t3;
    out[2] = 6.0 * t5 - 16.0 * x[1] * t3;
    out[3] = t6 * t5;
    out[4] = 6.0;
    out[5] = -16.0 * x[1];
    out[6] = 0.0;
    out[7] = 64.0 * t2 - 16.0 * t3 + 6.0;
    out[8] = t6;
    out[9] = 96.0 * t4 - 24.0 * t5;
}

// opt-michalewicz
fn e212(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = 0.3183098861837907 * (x[0] * x[0]);
        let sin2 = ::chainrule::__rt::sin(fma, t);
        let t2 = sin2 * sin2;
        let t3 = t2 * t2;
        let t4 = t3 * sin2;
        let t5 = t4 * t4;
        let t6 = sin * t5 * t5;
        let sin3 = ::chainrule::__rt::sin(fma, x[1]);
        let t7 = 0.6366197723675814 * (x[1] * x[1]);
        let sin4 = ::chainrule::__rt::sin(fma, t7);
        let t8 = sin4 * sin4;
        let t9 = t8 * t8;
        let t10 = t9 * sin4;
        let t11 = t10 * t10;
        let t12 = sin3 * t11 * t11;
        let t13 = t9 * t9 * sin4;
        let t14 = sin3 * sin4 * t13 * t13;
        let cos = ::chainrule::__rt::cos(fma, t7);
        let t15 = t14 * cos;
        let cos2 = ::chainrule::__rt::cos(fma, x[1]);
        let t16 = t3 * t3 * sin2;
        let t17 = sin * sin2 * t16 * t16;
        let cos3 = ::chainrule::__rt::cos(fma, t);
        let t18 = t17 * cos3;
        let cos4 = ::chainrule::__rt::cos(fma, x[0]);
        let t19 = x[0] * cos3;
        let t20 = x[1] * cos;
        let t21 = cos3 * ((20.0 * sin2 * cos4 + 241.91551349968094 * sin * t19) * t16 * t16);
        let t22 = t6 - 12.732395447351628 * t18 - 12.732395447351628 * cos4 * (sin2 * t19 * t16 * t16);
        let t23 = cos * ((20.0 * sin4 * cos2 + 483.8310269993619 * sin3 * t20) * t13 * t13);
        let t24 = t12 - 25.464790894703256 * t15 - 25.464790894703256 * cos2 * (sin4 * t20 * t13 * t13);
        out[0] = -t6 - t12;
        out[1] = -12.732395447351628 * x[0] * t18 - cos4 * t5 * t5;
        out[2] = -25.464790894703256 * x[1] * t15 - cos2 * t11 * t11;
        out[3] = t22 + 0.6366197723675814 * x[0] * (12.732395447351628 * sin2 * (x[0] * t17) - t21);
        out[4] = 0.0;
        out[5] = t24 + 1.2732395447351628 * x[1] * (25.464790894703256 * sin4 * (x[1] * t14) - t23);
    });
}

// opt-schwefel
fn e213(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(::chainrule::__rt::abs(x[0]));
        let sin = ::chainrule::__rt::sin(fma, root);
        let root2 = ::chainrule::__rt::sqrt(::chainrule::__rt::abs(x[1]));
        let sin2 = ::chainrule::__rt::sin(fma, root2);
        let cos = ::chainrule::__rt::cos(fma, root2);
        let cos2 = ::chainrule::__rt::cos(fma, root);
        let t = ::chainrule::__rt::sign(x[0]) * ((0.75 * cos2 - 0.25 * root * sin) / root);
        let t2 = ::chainrule::__rt::sign(x[1]) * ((0.75 * cos - 0.25 * root2 * sin2) / root2);
        out[0] = 837.9658 - (x[0] * sin + x[1] * sin2);
        out[1] = -sin - 0.5 * root * cos2;
        out[2] = -sin2 - 0.5 * root2 * cos;
        out[3] = -t;
        out[4] = 0.0;
        out[5] = -t2;
    });
}

// opt-trid
fn e214(x: &[f64], out: &mut [f64]) {
    let t = x[0] - 1.0;
    let t2 = x[1] - 1.0;
    let t3 = x[2] - 1.0;
    out[0] = t * t + t2 * t2 + t3 * t3 - x[1] * (x[0] + x[2]);
    out[1] = 2.0 * t - x[1];
    out[2] = 2.0 * t2 - x[0] - x[2];
    out[3] = 2.0 * t3 - x[1];
    out[4] = 2.0;
    out[5] = -1.0;
    out[6] = 0.0;
    out[7] = 2.0;
    out[8] = -1.0;
    out[9] = 2.0;
}

// opt-power-sum-n-2
fn e215(x: &[f64], out: &mut [f64]) {
    let t = x[0] + x[1] - 8.0;
    let t2 = x[0] * x[0];
    let t3 = x[1] * x[1];
    let t4 = t2 + t3 - 18.0;
    let t5 = 2.0 * t;
    let t6 = 4.0 * t4;
    out[0] = t * t + t4 * t4;
    out[1] = t5 + 4.0 * x[0] * t4;
    out[2] = t5 + 4.0 * x[1] * t4;
    out[3] = 8.0 * t2 + t6 + 2.0;
    out[4] = 8.0 * x[0] * x[1] + 2.0;
    out[5] = 8.0 * t3 + t6 + 2.0;
}

// opt-hartmann-3-d
fn e216(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] - 0.3689;
        let t2 = x[1] - 0.117;
        let t3 = x[2] - 0.2673;
        let exp = ::chainrule::__rt::exp(fma, -3.0 * (t * t) - 10.0 * (t2 * t2) - 30.0 * (t3 * t3));
        let t4 = x[0] - 0.4699;
        let t5 = x[1] - 0.4387;
        let t6 = x[2] - 0.747;
        let exp2 = ::chainrule::__rt::exp(fma, -0.1 * (t4 * t4) - 10.0 * (t5 * t5) - 35.0 * (t6 * t6));
        let t7 = x[0] - 0.1091;
        let t8 = x[1] - 0.8732;
        let t9 = x[2] - 0.5547;
        let exp3 = ::chainrule::__rt::exp(fma, -3.0 * (t7 * t7) - 10.0 * (t8 * t8) - 30.0 * (t9 * t9));
        let t10 = x[0] - 0.0381;
        let t11 = x[1] - 0.5743;
        let t12 = x[2] - 0.8828;
        let t13 = -0.1 * (t10 * t10) - 10.0 * (t11 * t11) - 35.0 * (t12 * t12);
        let exp4 = ::chainrule::__rt::exp(fma, t13);
        let t14 = t11 * exp4;
        let t15 = t10 * exp4;
        let t16 = t8 * exp3;
        let t17 = t7 * exp3;
        let t18 = t5 * exp2;
        let t19 = t4 * exp2;
        let t20 = 224.0 * t12 * exp4 + 180.0 * t9 * exp3 + 84.0 * t6 * exp2;
        let t21 = t2 * exp;
        let t22 = t * exp;
        let t23 = -44.80000000000001 * t12 * t15 - 1080.0 * t9 * t17 - 16.8 * t6 * t19;
        let t24 = -12.800000000000002 * t11 * t15 - 360.0 * t8 * t17 - 4.8 * t5 * t19;
        let t25 = 0.6400000000000001 * exp4 - 0.12800000000000003 * t10 * t15;
        let t26 = t25 + (18.0 * exp3 - 108.0 * t7 * t17);
        let t27 = t26 + (0.24 * exp2 - 0.048 * t4 * t19);
        let t28 = -4480.0 * t12 * t14 - 3600.0 * t9 * t16 - 1680.0 * t6 * t18;
        let t29 = 64.0 * exp4 - 1280.0 * t11 * t14;
        let t30 = t29 + (60.0 * exp3 - 1200.0 * t8 * t16);
        let t31 = t30 + (24.0 * exp2 - 480.0 * t5 * t18);
        let t32 = 224.0 * exp4 - 15680.0 * t12 * exp4 * t12;
        let t33 = t32 + (180.0 * exp3 - 10800.0 * t9 * exp3 * t9);
        let t34 = t33 + (84.0 * exp2 - 5880.0 * t6 * exp2 * t6);
        out[0] = -exp - 1.2 * exp2 - 3.0 * exp3 - 3.2 * exp4;
        out[1] = 0.6400000000000001 * t15 + 18.0 * t17 + 0.24 * t19 + 6.0 * t22;
        out[2] = 64.0 * t14 + 60.0 * t16 + 24.0 * t18 + 20.0 * t21;
        out[3] = t20 + 60.0 * t3 * exp;
        out[4] = t27 + (6.0 * exp - 36.0 * t * t22);
        out[5] = t24 - 120.0 * t2 * t22;
        out[6] = t23 - 360.0 * t3 * t22;
        out[7] = t31 + (20.0 * exp - 400.0 * t2 * t21);
        out[8] = t28 - 1200.0 * t3 * t21;
        out[9] = t34 + (60.0 * exp - 3600.0 * t3 * exp * t3);
    });
}

// opt-alpine-1-n-2
fn e217(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = 0.1 * x[0] + x[0] * sin;
        let sin2 = ::chainrule::__rt::sin(fma, x[1]);
        let t2 = 0.1 * x[1] + x[1] * sin2;
        let sign = ::chainrule::__rt::sign(t2);
        let t3 = x[1] * sign;
        let cos = ::chainrule::__rt::cos(fma, x[1]);
        let sign2 = ::chainrule::__rt::sign(t);
        let t4 = x[0] * sign2;
        let cos2 = ::chainrule::__rt::cos(fma, x[0]);
        out[0] = ::chainrule::__rt::abs(t) + ::chainrule::__rt::abs(t2);
        out[1] = 0.1 * sign2 + sin * sign2 + t4 * cos2;
        out[2] = 0.1 * sign + sin2 * sign + t3 * cos;
        out[3] = 2.0 * sign2 * cos2 - sin * t4;
        out[4] = 0.0;
        out[5] = 2.0 * sign * cos - sin2 * t3;
    });
}

// opt-salomon-n-3
fn e218(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let norm = ::chainrule::__rt::norm(&[x[0], x[1], x[2]]);
        let t = 6.283185307179586 * norm;
        let t2 = 6.283185307179586 * ::chainrule::__rt::sin(fma, t) + 0.1;
        let c = norm == 0.0;
        let r = 1.0 / norm;
        let t3 = x[0] * r;
        let t4 = x[1] * r;
        let t5 = x[2] * r;
        let t6 = t2 * r;
        let t7 = 39.47841760435743 * ::chainrule::__rt::cos(fma, t);
        let t8 = t3 * t6 - t7 * t3;
        let t9 = t4 * t6 - t7 * t4;
        let t10 = if c {
            0.0
        } else {
            t6 + (if c { 0.0 } else { -(t5 * (t5 * t6 - t7 * t5)) })
        };
        out[0] = 0.1 * norm - ::chainrule::__rt::cosm1(fma, t);
        out[1] = if c { 0.0 } else { t2 * t3 };
        out[2] = if c { 0.0 } else { t2 * t4 };
        out[3] = if c { 0.0 } else { t2 * t5 };
        out[4] = if c { 0.0 } else { t6 + (if c { 0.0 } else { -(t3 * t8) }) };
        out[5] = if c { 0.0 } else { -(t4 * t8) };
        out[6] = if c { 0.0 } else { -(t5 * t8) };
        out[7] = if c { 0.0 } else { t6 + (if c { 0.0 } else { -(t4 * t9) }) };
        out[8] = if c { 0.0 } else { -(t5 * t9) };
        out[9] = t10;
    });
}

// opt-bird
fn e219(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let cos = ::chainrule::__rt::cos(fma, x[1]);
        let cosm1 = ::chainrule::__rt::cosm1(fma, x[1]);
        let exp = ::chainrule::__rt::exp(fma, cosm1 * cosm1);
        let t = sin * exp;
        let t2 = 1.0 - sin;
        let exp2 = ::chainrule::__rt::exp(fma, t2 * t2);
        let t3 = cos * exp2;
        let t4 = x[0] - x[1];
        let sin2 = ::chainrule::__rt::sin(fma, x[1]);
        let t5 = exp - 2.0 * t2 * t3;
        let cos2 = ::chainrule::__rt::cos(fma, x[0]);
        let t6 = t2 * cos2;
        let t7 = cos2 * (2.0 * t3 * cos2 + 4.0 * t2 * (exp2 * (cos * t6)));
        let t8 = exp2 + 2.0 * cosm1 * t;
        let t9 = sin2 * (sin2 * (2.0 * t + 4.0 * cosm1 * t * cosm1));
        out[0] = t + t3 + t4 * t4;
        out[1] = 2.0 * t4 + t5 * cos2;
        out[2] = -2.0 * t4 - sin2 * t8;
        out[3] = t7 - sin * t5 + 2.0;
        out[4] = 2.0 * sin2 * (exp2 * t6 - cosm1 * exp * cos2) - 2.0;
        out[5] = t9 - cos * t8 + 2.0;
    });
}

// symengine-001
fn e220(x: &[f64], out: &mut [f64]) {
    out[0] = 2.0 * x[0];
    out[1] = 2.0;
    out[2] = 0.0;
}

// symengine-002
fn e221(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 2.0 * x[0];
        let sin = ::chainrule::__rt::sin(fma, t);
        out[0] = sin;
        out[1] = 2.0 * ::chainrule::__rt::cos(fma, t);
        out[2] = -4.0 * sin;
    });
}

// symengine-003
fn e222(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(x[0]);
    let t = x[0] * tan;
    let t2 = tan * tan + 1.0;
    out[0] = t;
    out[1] = tan + x[0] * t2;
    out[2] = t2 + t2 * (2.0 * t + 1.0);
}

// symengine-004
fn e223(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(x[0]);
    let r = 1.0 / tan;
    let t = tan * tan + 1.0;
    let t2 = t * r * r;
    out[0] = r;
    out[1] = -t2;
    out[2] = -2.0 * t * (r - t2 * r);
}

// symengine-005
fn e224(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(2.0 * x[0]);
    let r = 1.0 / tan;
    let t = tan * tan + 1.0;
    out[0] = r;
    out[1] = -2.0 * t * r * r;
    out[2] = -8.0 * t * (r - t * r * r * r);
}

// symengine-006
fn e225(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(x[0]);
    let r = 1.0 / tan;
    let t = x[0] * r;
    let t2 = t * r;
    let t3 = tan * tan + 1.0;
    out[0] = t;
    out[1] = r - t2 * t3;
    out[2] = -2.0 * t3 * (t - t2 * r * t3 + r * r);
}

// symengine-007
fn e226(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let r = 1.0 / sin;
        let t = x[0] * r;
        let t2 = t * r;
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        out[0] = t;
        out[1] = r - t2 * cos;
        out[2] = sin * t2 + 2.0 * cos * (t2 * r * cos - r * r);
    });
}

// symengine-008
fn e227(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] + 39.269908169872416;
        let sin = ::chainrule::__rt::sin(fma, t);
        out[0] = sin;
        out[1] = ::chainrule::__rt::cos(fma, t);
        out[2] = -sin;
    });
}

// symengine-009
fn e228(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(x[0] + 1.5707963267948966);
    let t = tan * tan + 1.0;
    out[0] = tan;
    out[1] = t;
    out[2] = 2.0 * tan * t;
}

// symengine-010
fn e229(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let asin = ::chainrule::__rt::asin(x[0]);
        let sin = ::chainrule::__rt::sin(fma, asin);
        let cos = ::chainrule::__rt::cos(fma, asin);
        let t = 1.0 / ::chainrule::__rt::sqrt(1.0 - x[0]) * (1.0 / ::chainrule::__rt::sqrt(x[0] + 1.0));
        out[0] = sin;
        out[1] = cos * t;
        out[2] = x[0] * cos * t * t * t - sin * t * t;
    });
}

// symengine-011
fn e230(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let acos = ::chainrule::__rt::acos(x[0]);
        let cos = ::chainrule::__rt::cos(fma, acos);
        let sin = ::chainrule::__rt::sin(fma, acos);
        let t = 1.0 / ::chainrule::__rt::sqrt(1.0 - x[0]) * (1.0 / ::chainrule::__rt::sqrt(x[0] + 1.0));
        out[0] = cos;
        out[1] = sin * t;
        out[2] = x[0] * sin * t * t * t - cos * t * t;
    });
}

// symengine-012
fn e231(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let exp = ::chainrule::__rt::exp(fma, t * x[0]);
        out[0] = exp;
        out[1] = 3.0 * x[0] * exp * x[0];
        out[2] = 6.0 * x[0] * exp + 9.0 * exp * t * t;
    });
}

// symengine-013
fn e232(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let pow = ::chainrule::__rt::pow(x[0], x[1]);
        let t = x[1] - 1.0;
        let pow2 = ::chainrule::__rt::pow(x[0], t);
        let c = x[0] == 0.0;
        let c2 = c && x[1] == 0.0;
        let c3 = pow == 0.0;
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let t2 = pow * ln;
        let t4 = if c2 {
            0.0
        } else {
            if c && t == 0.0 {
                0.0
            } else {
                x[1] * (t * ::chainrule::__rt::pow(x[0], x[1] - 2.0))
            }
        };
        out[0] = pow;
        out[1] = ::chainrule::__rt::select(c2, 0.0, x[1] * pow2);
        out[2] = if c3 { 0.0 } else { t2 };
        out[3] = t4;
        out[4] = if c2 { 0.0 } else { pow2 + ::chainrule::__rt::select(pow2 == 0.0, 0.0, x[1] * (pow2 * ln)) };
        out[5] = if c3 { 0.0 } else { ln * t2 };
    });
}

// symengine-014
fn e233(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let pow = ::chainrule::__rt::pow(x[0], x[1]);
        let t = x[1] - 1.0;
        let pow2 = ::chainrule::__rt::pow(x[0], t);
        let c = x[0] == 0.0;
        let c2 = c && x[1] == 0.0;
        let c3 = pow == 0.0;
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let t2 = pow * ln;
        let t4 = if c2 {
            0.0
        } else {
            if c && t == 0.0 {
                0.0
            } else {
                x[1] * (t * ::chainrule::__rt::pow(x[0], x[1] - 2.0))
            }
        };
        out[0] = pow;
        out[1] = ::chainrule::__rt::select(c2, 0.0, x[1] * pow2);
        out[2] = if c3 { 0.0 } else { t2 };
        out[3] = t4;
        out[4] = if c2 { 0.0 } else { pow2 + ::chainrule::__rt::select(pow2 == 0.0, 0.0, x[1] * (pow2 * ln)) };
        out[5] = if c3 { 0.0 } else { ln * t2 };
    });
}

// symengine-015
fn e234(x: &[f64], out: &mut [f64]) {
    let t = x[0] * (1.0 / x[1]);
    let t2 = t * x[0];
    let t3 = t2 * t;
    let t4 = t * t;
    out[0] = 27.0 * (t2 * t2 * t2);
    out[1] = 162.0 * t2 * t * t2;
    out[2] = -81.0 * (t3 * t3);
    out[3] = 810.0 * t * x[0] * t * t;
    out[4] = -486.0 * x[0] * t4 * t4;
    out[5] = 324.0 * t * x[0] * t4 * t4;
}

// symengine-016
fn e235(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] + 2.0 * x[1];
    out[1] = 1.0;
    out[2] = 2.0;
    out[3] = 0.0;
    out[4] = 0.0;
    out[5] = 0.0;
}

// symengine-017
fn e236(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] + 3.0;
        let pow = ::chainrule::__rt::pow(x[0], t);
        let r = 1.0 / x[2];
        let t2 = r * r;
        let t3 = x[1] + 2.0;
        let pow2 = ::chainrule::__rt::pow(x[0], t3);
        let c = x[0] == 0.0;
        let c2 = c && t == 0.0;
        let c3 = pow == 0.0;
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let t4 = pow * ln;
        let t6 = if c2 {
            0.0
        } else {
            if c && t3 == 0.0 {
                0.0
            } else {
                t * (t3 * ::chainrule::__rt::pow(x[0], x[1] + 1.0))
            }
        };
        out[0] = pow - 2.0 * r;
        out[1] = if c2 { 0.0 } else { t * pow2 };
        out[2] = if c3 { 0.0 } else { t4 };
        out[3] = 2.0 * t2;
        out[4] = t6;
        out[5] = if c2 { 0.0 } else { pow2 + (if pow2 == 0.0 { 0.0 } else { t * (pow2 * ln) }) };
        out[6] = 0.0;
        out[7] = if c3 { 0.0 } else { ln * t4 };
        out[8] = 0.0;
        out[9] = -4.0 * (t2 * r);
    });
}

// symengine-018
fn e237(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp2 = ::chainrule::__rt::exp2(fma, x[3]);
        out[0] = x[0] - x[1] * x[2] + exp2;
        out[1] = 1.0;
        out[2] = -x[2];
        out[3] = -x[1];
        out[4] = 0.6931471805599453 * exp2;
        out[5] = 0.0;
        out[6] = 0.0;
        out[7] = 0.0;
        out[8] = 0.0;
        out[9] = 0.0;
        out[10] = -1.0;
        out[11] = 0.0;
        out[12] = 0.0;
        out[13] = 0.0;
        out[14] = 0.4804530139182014 * exp2;
    });
}

// symengine-019
fn e238(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[1] + 1.0);
    out[0] = 3.0 * x[0] * r;
    out[1] = 3.0 * r;
    out[2] = -3.0 * x[0] * r * r;
    out[3] = 0.0;
    out[4] = -3.0 * (r * r);
    out[5] = 6.0 * x[0] * r * r * r;
}

// symengine-020
fn e239(x: &[f64], out: &mut [f64]) {
    out[0] = x[0];
    out[1] = 1.0;
    out[2] = 0.0;
    out[3] = 0.0;
    out[4] = 0.0;
    out[5] = 0.0;
}

// symengine-021
fn e240(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let pow = ::chainrule::__rt::pow(x[0], x[1]);
        let t = x[1] - 1.0;
        let pow2 = ::chainrule::__rt::pow(x[0], t);
        let c = x[0] == 0.0;
        let c2 = c && x[1] == 0.0;
        let c3 = pow == 0.0;
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let t2 = pow * ln;
        let t4 = if c2 {
            0.0
        } else {
            if c && t == 0.0 {
                0.0
            } else {
                x[1] * (t * ::chainrule::__rt::pow(x[0], x[1] - 2.0))
            }
        };
        out[0] = pow;
        out[1] = ::chainrule::__rt::select(c2, 0.0, x[1] * pow2);
        out[2] = if c3 { 0.0 } else { t2 };
        out[3] = t4;
        out[4] = if c2 { 0.0 } else { pow2 + ::chainrule::__rt::select(pow2 == 0.0, 0.0, x[1] * (pow2 * ln)) };
        out[5] = if c3 { 0.0 } else { ln * t2 };
    });
}

// symengine-022
fn e241(x: &[f64], out: &mut [f64]) {
    out[0] = ::chainrule::__rt::pow(x[0], 0.2) + 299.98;
    out[1] = 0.2 * ::chainrule::__rt::pow(x[0], -0.8);
    out[2] = -0.16000000000000003 * ::chainrule::__rt::pow(x[0], -1.8);
}

// symengine-023
fn e242(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = 1.0 / ::chainrule::__rt::sqrt(1.0 - sin) * (1.0 / ::chainrule::__rt::sqrt(sin + 1.0));
        let t2 = t * ::chainrule::__rt::cos(fma, x[0]);
        out[0] = ::chainrule::__rt::asin(sin);
        out[1] = t2;
        out[2] = -(sin * (t - t2 * t * t2));
    });
}

// symengine-024
fn e243(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] + 0.1411200080598672;
        let abs = ::chainrule::__rt::abs(t);
        let pow = ::chainrule::__rt::pow(x[0], abs);
        let t2 = abs - 1.0;
        let pow2 = ::chainrule::__rt::pow(x[0], t2);
        let c = x[0] == 0.0;
        let c2 = c && abs == 0.0;
        let c3 = pow == 0.0;
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let sign = ::chainrule::__rt::sign(t);
        let t3 = pow * ln * sign;
        let t4 = if c2 {
            0.0
        } else {
            sign * (pow2 + (if pow2 == 0.0 { 0.0 } else { abs * (pow2 * ln) }))
        };
        let t6 = if c2 {
            0.0
        } else {
            if c && t2 == 0.0 {
                0.0
            } else {
                abs * (t2 * ::chainrule::__rt::pow(x[0], abs - 2.0))
            }
        };
        let t8 = if c3 {
            0.0
        } else {
            let t7 = ::chainrule::__rt::defined(pow) * ::chainrule::__rt::defined(ln) - 1.0;
            t7 + (if c3 { 0.0 } else { ln * sign * t3 })
        };
        out[0] = pow + 3.626860407847019;
        out[1] = if c2 { 0.0 } else { abs * pow2 };
        out[2] = if c3 { 0.0 } else { t3 };
        out[3] = t6;
        out[4] = t4;
        out[5] = t8;
    });
}

// symengine-025
fn e244(x: &[f64], out: &mut [f64]) {
    let max = ::chainrule::__rt::max(x[0], x[1]);
    let t = if max <= f64::INFINITY { 1.0 } else { f64::NAN };
    out[0] = max;
    out[1] = if x[0] < x[1] { 0.0 } else { t };
    out[2] = if x[1] <= x[0] { 0.0 } else { t };
    out[3] = 0.0;
    out[4] = 0.0;
    out[5] = 0.0;
}

// symengine-026
fn e245(x: &[f64], out: &mut [f64]) {
    out[0] = 0.0324 * x[0] + 6.0;
    out[1] = 0.0324;
    out[2] = 0.0;
}

// symengine-027
fn e246(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] + 2.0 * (x[0] * x[0]) + 1.0;
    out[1] = 4.0 * x[0] + 1.0;
    out[2] = 4.0;
}

// mathjs-001
fn e247(x: &[f64], out: &mut [f64]) {
    out[0] = x[0];
    out[1] = 1.0;
    out[2] = 0.0;
}

// mathjs-002
fn e248(x: &[f64], out: &mut [f64]) {
    out[0] = 4.0 * x[0] - 2.0;
    out[1] = 4.0;
    out[2] = 0.0;
}

// mathjs-003
fn e249(x: &[f64], out: &mut [f64]) {
    out[0] = 4.0 * x[0];
    out[1] = 4.0;
    out[2] = 0.0;
}

// mathjs-004
fn e250(x: &[f64], out: &mut [f64]) {
    out[0] = 3.5 * x[0];
    out[1] = 3.5;
    out[2] = 0.0;
}

// mathjs-005
fn e251(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (3.0 * x[0] + 2.0);
    let t = r * r;
    out[0] = 2.0 * x[0] * r;
    out[1] = 4.0 * t;
    out[2] = -24.0 * (t * r);
}

// mathjs-006
fn e252(x: &[f64], out: &mut [f64]) {
    out[0] = 1.0;
    out[1] = 0.0;
    out[2] = 0.0;
}

// mathjs-007
fn e253(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] + 2.0;
    out[1] = 1.0;
    out[2] = 0.0;
}

// mathjs-008
fn e254(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let t2 = x[0] + t * x[0];
        let t3 = 5.0 * x[0];
        let t4 = t3 + 2.0;
        let pow = ::chainrule::__rt::pow(t2, t4);
        let t5 = t3 + 1.0;
        let pow2 = ::chainrule::__rt::pow(t2, t5);
        let t6 = t4 * pow2;
        let c = t2 == 0.0;
        let c2 = c && t4 == 0.0;
        let c3 = pow == 0.0;
        let ln = ::chainrule::__rt::ln(fma, t2);
        let t7 = 5.0 * pow;
        let t8 = t7 * ln;
        let t9 = 3.0 * x[0];
        let t10 = 3.0 * t + 1.0;
        let t11 = t4 * t10;
        let t12 = if c2 {
            0.0
        } else {
            if c && t5 == 0.0 { 0.0 } else { t11 * (t5 * ::chainrule::__rt::pow(t2, t3)) }
        };
        let t13 = (if c3 { 0.0 } else { if 0.0 <= t2 { t7 / t2 } else { f64::NAN } }) + t12;
        let t14 = t13 + (if c3 { 0.0 } else { if c2 { 0.0 } else { 5.0 * t6 * ln } });
        let t15 = 5.0 * ((if c2 { 0.0 } else { pow2 * t10 }) + (if c3 { 0.0 } else { t8 * ln }));
        let t16 = if c2 { 0.0 } else { if pow2 == 0.0 { 0.0 } else { 5.0 * t11 * (pow2 * ln) } };
        let t17 = ::chainrule::__rt::select(c2, 0.0, 6.0 * x[0] * t6) + t16;
        out[0] = pow;
        out[1] = (if c3 { 0.0 } else { t8 }) + ::chainrule::__rt::select(c2, 0.0, t6 + t9 * t6 * x[0]);
        out[2] = t17 + (t15 + t14 + t9 * t14 * x[0]);
    });
}

// mathjs-009
fn e255(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] + 1.0;
    out[1] = 1.0;
    out[2] = 0.0;
}

// mathjs-010
fn e256(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 6.0 * x[0];
        let r = 1.0 / x[0];
        let t2 = 0.5 * r;
        let pow = ::chainrule::__rt::pow(t, t2);
        let t3 = t2 - 1.0;
        let pow2 = ::chainrule::__rt::pow(t, t3);
        let c = t == 0.0;
        let c2 = c && t2 == 0.0;
        let c3 = pow == 0.0;
        let ln = ::chainrule::__rt::ln(fma, t);
        let t4 = pow * ln;
        let t5 = if c3 { 0.0 } else { -0.5 * t4 * r * r };
        let t6 = if c3 {
            0.0
        } else {
            if 0.0 <= t { -0.08333333333333333 * pow * r * r * r } else { f64::NAN }
        };
        let t8 = if c2 {
            0.0
        } else {
            if c && t3 == 0.0 {
                0.0
            } else {
                3.0 * (t3 * ::chainrule::__rt::pow(t, t2 - 2.0)) * r
            }
        };
        let t9 = if c3 {
            0.0
        } else {
            if c2 { 0.0 } else { -0.25 * pow2 * r * ln * r * r }
        };
        let t13 = if !c2 && pow2 != 0.0 || pow != 0.0 {
            let t11 = if c3 {
                0.0
            } else {
                let t10 = ln * r;
                -0.25 * t10 * pow * t10
            };
            let t12 = if c2 { 0.0 } else { if pow2 == 0.0 { 0.0 } else { 1.5 * (pow2 * ln) * r } };
            -((t12 + t11) * r * r)
        } else {
            0.0
        };
        let t14 = 6.0 * (t6 + t8 + t9) + (if c3 { 0.0 } else { t4 * r * r * r });
        out[0] = pow;
        out[1] = t5 + (if c2 { 0.0 } else { 3.0 * pow2 * r });
        out[2] = t14 + (if c2 { 0.0 } else { -3.0 * pow2 * r * r }) + t13;
    });
}

// mathjs-011
fn e257(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 6.0 * x[0];
        let r = 1.0 / x[0];
        let c = 0.0 <= t;
        out[0] = 0.43429448190325176 * ::chainrule::__rt::ln(fma, t);
        out[1] = 6.0 * (if c { 0.07238241365054196 * r } else { f64::NAN });
        out[2] = -0.07238241365054196 * (if c { 6.0 } else { f64::NAN }) * r * r;
    });
}

// mathjs-012
fn e258(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[0];
        let c = 0.0 <= x[0];
        out[0] = ::chainrule::__rt::ln(fma, x[0]);
        out[1] = if c { r } else { f64::NAN };
        out[2] = -((if c { 1.0 } else { f64::NAN }) * r * r);
    });
}

// mathjs-013
fn e259(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 2.0 * x[0];
        let cos = ::chainrule::__rt::cos(fma, t);
        out[0] = cos;
        out[1] = -2.0 * ::chainrule::__rt::sin(fma, t);
        out[2] = -4.0 * cos;
    });
}

// mathjs-014
fn e260(x: &[f64], out: &mut [f64]) {
    let t = 2.0 * x[0];
    let r = 1.0 / ::chainrule::__rt::sqrt(1.0 - t);
    let r2 = 1.0 / ::chainrule::__rt::sqrt(t + 1.0);
    let t2 = r * r2;
    out[0] = ::chainrule::__rt::asin(t);
    out[1] = 2.0 * r * r2;
    out[2] = 8.0 * x[0] * t2 * t2 * t2;
}

// mathjs-015
fn e261(x: &[f64], out: &mut [f64]) {
    let t = 2.0 * x[0];
    let r = 1.0 / ::chainrule::__rt::sqrt(1.0 - t);
    let r2 = 1.0 / ::chainrule::__rt::sqrt(t + 1.0);
    let t2 = r * r2;
    out[0] = ::chainrule::__rt::acos(t);
    out[1] = -2.0 * r * r2;
    out[2] = -8.0 * x[0] * t2 * t2 * t2;
}

// mathjs-016
fn e262(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (4.0 * (x[0] * x[0]) + 1.0);
    out[0] = ::chainrule::__rt::atan(2.0 * x[0]);
    out[1] = 2.0 * r;
    out[2] = -16.0 * x[0] * r * r;
}

// mathjs-017
fn e263(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[0];
    let r2 = 1.0 / (0.25 * (r * r) + 1.0);
    let t = r * r2 * r;
    out[0] = ::chainrule::__rt::atan(0.5 * r);
    out[1] = -0.5 * r * r2 * r;
    out[2] = t * r - 0.25 * t * r * t;
}

// mathjs-018
fn e264(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let tanh = ::chainrule::__rt::tanh(fma, 2.0 * x[0]);
        let t = 1.0 - tanh * tanh;
        out[0] = tanh;
        out[1] = 2.0 * t;
        out[2] = -8.0 * tanh * t;
    });
}

// mathjs-019
fn e265(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let tanh = ::chainrule::__rt::tanh(fma, 2.0 * x[0]);
        let r = 1.0 / tanh;
        let t = 1.0 - tanh * tanh;
        out[0] = r;
        out[1] = -2.0 * t * r * r;
        out[2] = 8.0 * t * (r + t * r * r * r);
    });
}

// mathjs-020
fn e266(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 2.0 * x[0];
        let norm = ::chainrule::__rt::norm(&[t, 1.0]);
        let t2 = t + norm;
        let r = 1.0 / t2;
        let c = 0.0 <= t2;
        let t3 = if c { r } else { f64::NAN };
        let c2 = norm == 0.0;
        let r2 = 1.0 / norm;
        let t4 = x[0] * r2;
        let t5 = (if c { (if c2 { 0.0 } else { 4.0 * t4 }) + 2.0 } else { f64::NAN }) * r * r;
        let t7 = if c2 {
            0.0
        } else {
            let t6 = t3 * r2;
            4.0 * (t6 - t4 * (t5 - (if c2 { 0.0 } else { -4.0 * t4 * t6 })))
        };
        out[0] = ::chainrule::__rt::ln(fma, t2);
        out[1] = 2.0 * t3 + (if c2 { 0.0 } else { 4.0 * t3 * t4 });
        out[2] = t7 - 2.0 * t5;
    });
}

// mathjs-021
fn e267(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(4.0 * (x[0] * x[0]) - 1.0);
        let t = 2.0 * x[0];
        let t2 = t + root;
        let r = 1.0 / t2;
        let c = 0.0 <= t2;
        let t3 = if c { r } else { f64::NAN };
        let r2 = 1.0 / root;
        let t4 = t3 * r2;
        let t5 = 4.0 * x[0];
        let t6 = (if c { t5 * r2 + 2.0 } else { f64::NAN }) * r * r;
        let t7 = 8.0 * x[0] * (t * r2 * t4 * r2 + 0.5 * t6 * r2);
        out[0] = ::chainrule::__rt::ln(fma, t2);
        out[1] = 2.0 * t3 + t5 * t4;
        out[2] = 4.0 * t4 - 2.0 * t6 - t7;
    });
}

// mathjs-022
fn e268(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 2.0 * x[0];
        let atanh = ::chainrule::__rt::atanh(fma, t);
        let t2 = 1.0 / (t + 1.0) * (1.0 / (1.0 - t));
        let c = atanh <= f64::INFINITY;
        out[0] = atanh;
        out[1] = 2.0 * (if c { t2 } else { f64::NAN });
        out[2] = 8.0 * x[0] * t2 * (if c { 2.0 } else { f64::NAN }) * t2;
    });
}

// mathjs-023
fn e269(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[0];
        let t = r * r;
        let root = ::chainrule::__rt::sqrt(0.25 * t - 1.0);
        let t2 = 0.5 * r + root;
        let r2 = 1.0 / t2;
        let c = 0.0 <= t2;
        let t3 = if c { r2 } else { f64::NAN };
        let r3 = 1.0 / root;
        let t4 = t3 * r3;
        let t5 = r * r3;
        let t6 = (if c { -0.5 * t - 0.25 * r * r3 * r * r } else { f64::NAN }) * r2;
        let t7 = 0.5 * (t6 * r2);
        let t8 = t4 * r;
        let t9 = t3 - 0.5 * (0.125 * t5 * r * t4 * t5 - t7 * r3);
        out[0] = ::chainrule::__rt::ln(fma, t2);
        out[1] = -((0.5 * t3 + 0.25 * t8) * r * r);
        out[2] = (t7 + (t9 + 0.75 * t8) * r) * r * r;
    });
}

// mathjs-024
fn e270(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[0];
        let t = 0.5 * r;
        let t2 = r * r;
        let norm = ::chainrule::__rt::norm(&[t, 1.0]);
        let t3 = t + norm;
        let r2 = 1.0 / t3;
        let c = 0.0 <= t3;
        let t4 = if c { r2 } else { f64::NAN };
        let c2 = norm == 0.0;
        let r3 = 1.0 / norm;
        let t5 = r * r3;
        let t6 = 0.25 * t4;
        let t7 = (0.5 * t4 + (if c2 { 0.0 } else { t6 * t5 })) * r;
        let t8 = if c {
            (if c2 { 0.0 } else { -0.25 * r * r3 * r * r }) - 0.5 * t2
        } else {
            f64::NAN
        };
        let t9 = t8 * r2 * r2;
        let t10 = if c2 {
            0.0
        } else {
            -0.25 * t5 * (t9 - (if c2 { 0.0 } else { 0.25 * t5 * r * t4 * t5 }))
        };
        let t11 = (2.0 * t7 + (0.5 * t9 - t10)) * r * r;
        out[0] = ::chainrule::__rt::ln(fma, t3);
        out[1] = -(t7 * r);
        out[2] = (if c2 { 0.0 } else { t6 * r3 * t2 * t2 }) + t11;
    });
}

// mathjs-025
fn e271(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 2.0 * x[0];
        let t2 = t + 1.0;
        let t3 = t - 1.0;
        let r = 1.0 / t3;
        let t4 = t2 * r;
        let r2 = 1.0 / t2;
        let c = 0.0 <= t4;
        let t5 = if c { 0.5 * t3 * r2 } else { f64::NAN };
        let t6 = if c { -4.0 * (r * r) } else { f64::NAN };
        let t7 = 2.0 * (8.0 * t5 * r * r * r + 0.5 * t6 * r2);
        out[0] = 0.5 * ::chainrule::__rt::ln(fma, t4);
        out[1] = -4.0 * t5 * r * r;
        out[2] = t7 - t3 * r2 * t6 * r2;
    });
}

// mathjs-026
fn e272(x: &[f64], out: &mut [f64]) {
    let t = 2.0 * x[0];
    out[0] = ::chainrule::__rt::abs(t);
    out[1] = 2.0 * ::chainrule::__rt::sign(t);
    out[2] = 0.0;
}

// mathjs-027
fn e273(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] * x[0];
    out[1] = 2.0 * x[0];
    out[2] = 2.0;
}

// mathjs-028
fn e274(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] + 1.0;
    out[1] = 1.0;
    out[2] = 0.0;
}

// mathjs-029
fn e275(x: &[f64], out: &mut [f64]) {
    out[0] = x[0];
    out[1] = 1.0;
    out[2] = 0.0;
}

// mathjs-030
fn e276(x: &[f64], out: &mut [f64]) {
    let max = ::chainrule::__rt::max(x[0], x[1]);
    let t = if max <= f64::INFINITY { 1.0 } else { f64::NAN };
    out[0] = max;
    out[1] = if x[0] < x[1] { 0.0 } else { t };
    out[2] = if x[1] <= x[0] { 0.0 } else { t };
    out[3] = 0.0;
    out[4] = 0.0;
    out[5] = 0.0;
}

// nerdamer-001
fn e277(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let tan = ::chainrule::__rt::tan(x[0]);
        let r = 1.0 / ::chainrule::__rt::cos(fma, x[0]);
        let t = tan * r;
        let t2 = 4.0 * t;
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t3 = tan * tan;
        let t4 = t2 + (t3 + 1.0) * (8.0 * t + 4.0 * sin * r * r);
        out[0] = t2;
        out[1] = 4.0 * (2.0 * t3 + 1.0) * r;
        out[2] = t4 + sin * ((12.0 * t3 + 4.0) * r * r);
    });
}

// nerdamer-002
fn e278(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0]);
    out[0] = x[0] * root;
    out[1] = 1.5 * root;
    out[2] = 0.75 / root;
}

// nerdamer-003
fn e279(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0]);
    let r = 1.0 / root;
    let t = r * r;
    let t2 = t * r;
    out[0] = root - r;
    out[1] = 0.5 * (r + t2);
    out[2] = -0.25 * t2 - 0.75 * (t * t * r);
}

// nerdamer-004
fn e280(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0]);
    let t = x[0] * x[0] + 1.0;
    let r = 1.0 / root;
    out[0] = root * t;
    out[1] = 0.5 * t * r + 2.0 * x[0] * root;
    out[2] = 4.0 * root - 0.25 * t * r * r * r;
}

// nerdamer-005
fn e281(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / ::chainrule::__rt::expm1(fma, -x[0]);
        let r2 = 1.0 / ::chainrule::__rt::expm1(fma, x[0]);
        out[0] = -r;
        out[1] = r * r2;
        out[2] = (r - r2) * r * r2;
    });
}

// nerdamer-006
fn e282(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, x[0]);
        let r = 1.0 / x[0];
        let t = exp * r;
        let t2 = t * r;
        let t3 = r * r;
        out[0] = t;
        out[1] = t - t2;
        out[2] = exp * (r - t3 + 2.0 * (t3 * r)) - t2;
    });
}

// nerdamer-007
fn e283(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 5.0 * x[0];
        let cos = ::chainrule::__rt::cos(fma, t);
        let t2 = ::chainrule::__rt::pow(x[0], 0.8);
        let cos2 = ::chainrule::__rt::cos(fma, t2);
        let abs = ::chainrule::__rt::abs(cos2);
        let cos3 = ::chainrule::__rt::cos(fma, abs);
        let r = 1.0 / cos3;
        let r2 = 1.0 / x[1];
        let t3 = r * r2;
        let t4 = t3 * r2;
        let ln = ::chainrule::__rt::ln(fma, t4);
        let t5 = cos * x[1];
        let t6 = x[1] * ln;
        let t7 = cos3 * x[1];
        let t8 = t7 * x[1];
        let c = 0.0 <= t4;
        let t9 = if c { t5 * t8 } else { f64::NAN };
        let t10 = t3 * t9 * t3;
        let sin = ::chainrule::__rt::sin(fma, abs);
        let sign = ::chainrule::__rt::sign(cos2);
        let t11 = t10 * sin * sign;
        let sin2 = ::chainrule::__rt::sin(fma, t2);
        let t12 = t11 * sin2;
        let t13 = ::chainrule::__rt::pow(x[0], -0.2);
        let sin3 = ::chainrule::__rt::sin(fma, t);
        let t14 = sign * (sin2 * t13);
        let t15 = sin * t14;
        let t16 = if c { -0.8 * t3 * t15 * t3 } else { f64::NAN };
        let t17 = x[1] * t8;
        let t18 = if c { -5.0 * sin3 * t17 } else { f64::NAN };
        let t19 = 1.6 * t9 * r * t15;
        let t20 = 3.0 * t5 * t7;
        let t21 = (2.0 * t18 - t19) * r * r2 * r2 * r2;
        let t22 = sin * (x[1] * t5 * t16 * x[1] - t3 * (t18 - t19) * t3);
        let t23 = sign * (0.8 * cos3 * (t10 * t14) + t22);
        let t24 = sin2 * ((if sign <= f64::INFINITY { 0.0 } else { f64::NAN }) - t23);
        let t25 = 5.0 * (5.0 * cos * t6 + sin3 * (t17 * t16));
        let t26 = 0.8 * t13 * (0.8 * cos2 * (t11 * t13) + t24);
        let t27 = (2.0 * (if c { cos * t8 } else { f64::NAN }) - 6.0 * t9 * r2) * r * r2;
        let t28 = t20 * (if c { -2.0 * r * r2 * r2 * r2 } else { f64::NAN });
        out[0] = t5 * ln;
        out[1] = -0.8 * t12 * t13 - 5.0 * t6 * sin3;
        out[2] = cos * ln - 2.0 * t9 * r * r2 * r2 * r2;
        out[3] = 0.16 * t12 * ::chainrule::__rt::pow(x[0], -1.2) - t25 - t26;
        out[4] = t20 * t16 - 5.0 * ln * sin3 - t21;
        out[5] = t28 - t27 * r2 * r2;
    });
}

// nerdamer-008
fn e284(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let pow = ::chainrule::__rt::pow(cos, ln);
        let t = ln - 1.0;
        let pow2 = ::chainrule::__rt::pow(cos, t);
        let t2 = ln * pow2;
        let t3 = x[0] * t2;
        let c = cos == 0.0;
        let c2 = c && ln == 0.0;
        let c3 = pow == 0.0;
        let ln2 = ::chainrule::__rt::ln(fma, cos);
        let t4 = pow * ln2;
        let c4 = 0.0 <= x[0];
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t5 = pow + (if c3 { 0.0 } else { if c4 { t4 } else { f64::NAN } });
        let t6 = if c4 { 1.0 } else { f64::NAN };
        let t7 = x[0] * sin;
        let t8 = ln * t7;
        let t9 = (if c3 { 0.0 } else { ln2 * t6 }) + 1.0;
        let c5 = !c2;
        let t11 = if c2 {
            0.0
        } else {
            if c && t == 0.0 {
                0.0
            } else {
                -(t8 * (t * ::chainrule::__rt::pow(cos, ln - 2.0)))
            }
        };
        let t12 = (if c3 { 0.0 } else { if 0.0 <= cos { pow / cos * t6 } else { f64::NAN } }) + t11;
        let t16 = if c5 || c5 && pow2 != 0.0 || pow != 0.0 {
            if c4 {
                let t13 = if c2 { 0.0 } else { if pow2 == 0.0 { 0.0 } else { -(t8 * (pow2 * ln2)) } };
                let t14 = (if c2 { 0.0 } else { -(pow2 * t7) }) + t13 + (if c3 { 0.0 } else { t4 * t9 });
                t14 / x[0]
            } else {
                f64::NAN
            }
        } else {
            0.0
        };
        let t17 = if c2 { 0.0 } else { -(cos * t3) - t2 * sin };
        out[0] = x[0] * pow;
        out[1] = t5 + (if c2 { 0.0 } else { -(t3 * sin) });
        out[2] = t17 - sin * (t12 + (if c2 { 0.0 } else { t2 * t9 })) + t16;
    });
}

// nerdamer-009
fn e285(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = ::chainrule::__rt::pow(x[0], 0.8);
        let cos = ::chainrule::__rt::cos(fma, t);
        let abs = ::chainrule::__rt::abs(cos);
        let r = 1.0 / ::chainrule::__rt::cos(fma, abs);
        let sin = ::chainrule::__rt::sin(fma, abs);
        let t2 = sin * r * r;
        let sign = ::chainrule::__rt::sign(cos);
        let t3 = t2 * sign;
        let sin2 = ::chainrule::__rt::sin(fma, t);
        let t4 = t3 * sin2;
        let t5 = ::chainrule::__rt::pow(x[0], -0.2);
        let t6 = sign * (sin2 * t5);
        let t7 = sign * (0.8 * t6 * r + 1.6 * sin * (t2 * r * t6));
        let t8 = sin2 * ((if sign <= f64::INFINITY { 0.0 } else { f64::NAN }) - t7);
        let t9 = 0.8 * t5 * (0.8 * cos * (t3 * t5) + t8);
        out[0] = r;
        out[1] = -0.8 * t4 * t5;
        out[2] = 0.16 * t4 * ::chainrule::__rt::pow(x[0], -1.2) - t9;
    });
}

// nerdamer-010
fn e286(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t2 = x[0] * x[0];
        let cos = ::chainrule::__rt::cos(fma, t2);
        let pow = ::chainrule::__rt::pow(cos, x[1]);
        let ln = ::chainrule::__rt::ln(fma, pow);
        let ln2 = ::chainrule::__rt::ln(fma, ln);
        let r = 1.0 / ln2;
        let c = 0.0 <= ln2;
        let r2 = 1.0 / ln;
        let t3 = (if c { r } else { f64::NAN }) * r2;
        let c2 = 0.0 <= ln;
        let r3 = 1.0 / pow;
        let t4 = (if c2 { t3 } else { f64::NAN }) * r3;
        let c3 = 0.0 <= pow;
        let t5 = if c3 { t4 } else { f64::NAN };
        let t6 = x[1] - 1.0;
        let pow2 = ::chainrule::__rt::pow(cos, t6);
        let t7 = x[1] * pow2;
        let t8 = t5 * t7;
        let c4 = cos == 0.0;
        let c5 = c4 && x[1] == 0.0;
        let c6 = pow == 0.0;
        let ln3 = ::chainrule::__rt::ln(fma, cos);
        let t9 = pow * ln3;
        let sin = ::chainrule::__rt::sin(fma, t2);
        let t10 = t8 * sin;
        let t11 = x[0] * sin;
        let t12 = t5 * t11;
        let t13 = -2.0 * x[1] * t12;
        let t14 = if c3 { -2.0 * t7 * t11 } else { f64::NAN };
        let t15 = t4 * r3;
        let t16 = t3 * r2;
        let t19 = if c3 {
            let t17 = if c2 { t14 * r3 } else { f64::NAN };
            let t18 = if c2 {
                -((if c { t17 * r2 } else { f64::NAN }) * r * r2 * r)
            } else {
                f64::NAN
            };
            -((t16 * t17 - t18) * r3)
        } else {
            f64::NAN
        };
        let t20 = t15 * t14 - t19;
        let t22 = if c5 {
            0.0
        } else {
            let t21 = (if pow2 == 0.0 { 0.0 } else { t13 * (pow2 * ln3) }) - 2.0 * pow2 * t12;
            t21 + (if c6 { 0.0 } else { -(t9 * t20) })
        };
        let t25 = if c5 {
            0.0
        } else {
            let t23 = if c4 && t6 == 0.0 {
                0.0
            } else {
                t13 * (t6 * ::chainrule::__rt::pow(cos, x[1] - 2.0))
            };
            let t24 = sin * (t23 + (if c5 { 0.0 } else { -(t7 * t20) }));
            -2.0 * (t10 + x[0] * (2.0 * cos * (x[0] * t8) + t24))
        };
        let t30 = if c6 {
            0.0
        } else {
            let t26 = if c3 { t9 } else { f64::NAN };
            let t29 = if c3 {
                let t27 = if c2 { t26 * r3 } else { f64::NAN };
                let t28 = if c2 {
                    -((if c { t27 * r2 } else { f64::NAN }) * r * r2 * r)
                } else {
                    f64::NAN
                };
                -((t16 * t27 - t28) * r3)
            } else {
                f64::NAN
            };
            t9 * (t5 * ln3 - t15 * t26 + t29)
        };
        out[0] = ::chainrule::__rt::ln(fma, ln2);
        out[1] = ::chainrule::__rt::select(c5, 0.0, -2.0 * x[0] * t10);
        out[2] = if c6 { 0.0 } else { t5 * t9 };
        out[3] = t25;
        out[4] = t22;
        out[5] = t30;
    });
}

// nerdamer-011
fn e287(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let sinh = ::chainrule::__rt::sinh(fma, t);
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let pow = ::chainrule::__rt::pow(sinh, cos);
        let cosm1 = ::chainrule::__rt::cosm1(fma, x[0]);
        let pow2 = ::chainrule::__rt::pow(sinh, cosm1);
        let t2 = cos * pow2;
        let c = sinh == 0.0;
        let c2 = c && cos == 0.0;
        let c3 = pow == 0.0;
        let logsinh = ::chainrule::__rt::logsinh(fma, t);
        let t3 = pow * logsinh;
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t4 = t3 * sin;
        let cosh = ::chainrule::__rt::cosh(fma, t);
        let t5 = t2 * cosh;
        let t6 = 2.0 * x[0];
        let t7 = x[0] * cosh;
        let c4 = c && cosm1 == 0.0;
        let t8 = if c2 { 0.0 } else { 2.0 * pow2 * t7 };
        let c5 = !c2;
        let t9 = if c3 {
            0.0
        } else {
            if logsinh <= f64::INFINITY { -(pow / ::chainrule::__rt::tanh(fma, t) * sin) } else { f64::NAN }
        };
        let t13 = if c5 && !c4 || pow != 0.0 && c5 {
            let t11 = if c2 {
                0.0
            } else {
                if c4 {
                    0.0
                } else {
                    2.0 * cos * t7 * (cosm1 * ::chainrule::__rt::pow(sinh, cosm1 - 1.0))
                }
            };
            let t12 = t11 + (if c3 { 0.0 } else { if c2 { 0.0 } else { -(t2 * logsinh * sin) } });
            cosh * t12
        } else {
            0.0
        };
        let t14 = if c2 {
            0.0
        } else {
            if pow2 == 0.0 { 0.0 } else { -2.0 * sin * (cos * t7 * (pow2 * logsinh)) }
        };
        let t15 = t6 * (::chainrule::__rt::select(c2, 0.0, 2.0 * sinh * (x[0] * t2)) + t9 + t13);
        let t16 = (if c2 { 0.0 } else { 2.0 * t5 }) + (if c3 { 0.0 } else { -(cos * t3) }) + t14;
        out[0] = pow;
        out[1] = (if c3 { 0.0 } else { -t4 }) + (if c2 { 0.0 } else { t6 * t5 });
        out[2] = t16 - (sin * (t8 + (if c3 { 0.0 } else { -(logsinh * t4) })) - t15);
    });
}

// nerdamer-012
fn e288(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let tan = ::chainrule::__rt::tan(x[0]);
        let tanh = ::chainrule::__rt::tanh(fma, x[0]);
        let t = x[0] * tan;
        let t2 = 28.0 * x[0];
        let t3 = x[0] * tanh;
        let t4 = 1.0 - tanh * tanh;
        let t5 = tan * tan + 1.0;
        let t6 = 56.0 * tan;
        let t7 = 56.0 * tanh;
        let t8 = t5 * (t7 + t6 * t3 + t2 * t4);
        out[0] = t2 * tan * tanh;
        out[1] = 28.0 * (tan * tanh + t * t4 + t3 * t5);
        out[2] = t4 * (t6 - t7 * t + t2 * t5) + t8;
    });
}

// nerdamer-013
fn e289(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let tan = ::chainrule::__rt::tan(x[0]);
        let tanh = ::chainrule::__rt::tanh(fma, x[0]);
        let t = x[0] * tan;
        let t2 = 7.0 * x[0];
        let t3 = x[0] * tanh;
        let t4 = 1.0 - tanh * tanh;
        let t5 = tan * tan + 1.0;
        let t6 = 14.0 * tan;
        let t7 = 14.0 * tanh;
        let t8 = t5 * (t7 + t6 * t3 + t2 * t4);
        out[0] = t2 * tan * tanh;
        out[1] = 7.0 * (tan * tanh + t * t4 + t3 * t5);
        out[2] = t4 * (t6 - t7 * t + t2 * t5) + t8;
    });
}

// nerdamer-014
fn e290(x: &[f64], out: &mut [f64]) {
    out[0] = x[0];
    out[1] = 1.0;
    out[2] = 0.0;
}

// nerdamer-015
fn e291(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        out[0] = sin;
        out[1] = ::chainrule::__rt::cos(fma, x[0]);
        out[2] = -sin;
    });
}

// nerdamer-016
fn e292(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let c = 0.0 <= x[0];
        out[0] = x[0] * ln - x[0];
        out[1] = ln + (if c { 1.0 } else { f64::NAN }) - 1.0;
        out[2] = if c { 1.0 / x[0] } else { f64::NAN };
    });
}

// nerdamer-017
fn e293(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[1];
    let r = 1.0 / x[0];
    let root = ::chainrule::__rt::sqrt(1.0 - t * t);
    let t2 = root * r;
    let asin = ::chainrule::__rt::asin(t);
    let t3 = 1.0 / ::chainrule::__rt::sqrt(1.0 - t) * (1.0 / ::chainrule::__rt::sqrt(t + 1.0));
    let t4 = x[1] * t3;
    let t5 = t2 * r;
    let r2 = 1.0 / root;
    let t6 = x[1] * r2;
    let t7 = t * t3;
    let t8 = t6 * r2 * t6 - r * r2 * r - t4 * t3 * t4;
    out[0] = t2 + x[1] * asin;
    out[1] = x[1] * (t3 - r2) * x[1] - t5;
    out[2] = asin + x[0] * (t4 - t6);
    out[3] = 2.0 * t5 * r - x[1] * t * t8;
    out[4] = 2.0 * t4 - x[1] * (2.0 * r2 + x[0] * t8 * x[0]);
    out[5] = x[0] * (2.0 * t3 + t7 * t3 * t7 - r2 * r2 * r2);
}

// nerdamer-018
fn e294(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let ln = ::chainrule::__rt::ln(fma, x[1]);
        let r = 1.0 / x[1];
        let t = x[0] * r;
        let c = 0.0 <= x[1];
        out[0] = x[0] * ln;
        out[1] = ln;
        out[2] = if c { t } else { f64::NAN };
        out[3] = 0.0;
        out[4] = if c { r } else { f64::NAN };
        out[5] = -(t * r * (if c { 1.0 } else { f64::NAN }));
    });
}

// nerdamer-019
fn e295(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t = cos * cos;
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        out[0] = -0.5 * t;
        out[1] = cos * sin;
        out[2] = t - sin * sin;
    });
}

// nerdamer-020
fn e296(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = cos * sin;
        let t2 = 0.25 * sin;
        let t3 = t2 - x[0] * cos;
        out[0] = 0.25 * x[0] - 0.5 * x[0] * cos * cos + 0.25 * t;
        out[1] = 0.25 - 0.25 * (cos * cos) - sin * t3;
        out[2] = t - cos * (t2 + t3) + sin * (0.5 * cos - x[0] * sin);
    });
}

// nerdamer-021
fn e297(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t2 = x[0] * x[1] + x[2];
        let r = 1.0 / x[0];
        let t3 = ::chainrule::__rt::ln(fma, t2) * r;
        let t4 = x[3] * r;
        let r2 = 1.0 / t2;
        let t5 = t4 * r2;
        let c = 0.0 <= t2;
        let t6 = if c { t5 } else { f64::NAN };
        let t7 = ::chainrule::__rt::select(c, x[1], f64::NAN);
        let t8 = t5 * r2;
        let t9 = t8 * t7;
        let t10 = if c { -(t5 * r) } else { f64::NAN };
        let t11 = t9 - t10;
        let t12 = ::chainrule::__rt::select(c, x[0], f64::NAN);
        let t13 = if c { 1.0 } else { f64::NAN };
        let t14 = t7 * r2;
        out[0] = t3 * x[3];
        out[1] = x[1] * t6 - t4 * t3;
        out[2] = x[0] * t6;
        out[3] = t6;
        out[4] = t3;
        out[5] = t4 * r * (2.0 * t3 - t14) - x[1] * t11;
        out[6] = t6 - x[0] * t11;
        out[7] = t10 - t9;
        out[8] = -((t3 - t14) * r);
        out[9] = -(x[3] * r2 * t12 * r2);
        out[10] = -(t8 * t12);
        out[11] = t12 * r * r2;
        out[12] = -(t8 * t13);
        out[13] = t13 * r * r2;
        out[14] = 0.0;
    });
}

// nerdamer-022
fn e298(x: &[f64], out: &mut [f64]) {
    let t = x[1] * x[1];
    let t2 = t * t;
    let t3 = t * x[1];
    let t4 = x[0] * x[1];
    let t5 = t4 * x[1];
    let t6 = t5 * x[1];
    let t7 = t4 * t4;
    let t8 = x[0] * t4;
    let t9 = 0.2 * t3 + x[0] * (0.75 * t + x[0] * (0.5 * x[0] + x[1]));
    out[0] = x[1] * t9 * x[1];
    out[1] = 0.75 * t2 + 2.0 * t6 + 1.5 * t7;
    out[2] = t2 + 3.0 * t6 + 3.0 * t7 + t8 * x[0];
    out[3] = 2.0 * t3 + 3.0 * t5;
    out[4] = 3.0 * t3 + 6.0 * t5 + 3.0 * t8;
    out[5] = x[0] * x[0] * x[0] + 4.0 * t3 + 9.0 * t5 + 6.0 * t8;
}

// nerdamer-023
fn e299(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] * x[1];
        let t2 = x[0] * x[0] + 2.0 * t;
        let ln = ::chainrule::__rt::ln(fma, t2);
        let r = 1.0 / t2;
        let t3 = x[0] * r;
        let t4 = t3 * x[0];
        let t5 = 0.6666666666666666 - 0.6666666666666666 * t4;
        let t6 = t3 * x[1];
        let t7 = t6 * t6;
        out[0] = 8.0 * (0.08333333333333333 * t - 0.041666666666666664 * x[0] * ln * x[0]);
        out[1] = -0.6666666666666666 * x[0] * (ln + t4);
        out[2] = 2.0 * x[1] * t5;
        out[3] = -0.6666666666666666 * ln - 2.0 * t4 - 2.6666666666666665 * t7;
        out[4] = -5.333333333333333 * x[1] * r * t3 * x[1] * x[1];
        out[5] = 2.0 * t5 + 5.333333333333333 * t7;
    });
}

// nerdamer-024
fn e300(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] + 5.0;
        let t2 = -0.625 * (::chainrule::__rt::ln(fma, t) - ::chainrule::__rt::log1p(fma, x[0]));
        let r = 1.0 / (x[0] + 1.0);
        let t3 = 0.625 * x[1];
        let c = -1.0 <= x[0];
        let r2 = 1.0 / t;
        let c2 = 0.0 <= t;
        let t4 = (if c2 { 1.0 } else { f64::NAN }) * r2;
        let t5 = (if c { 1.0 } else { f64::NAN }) * r;
        out[0] = t2 * x[1];
        out[1] = (if c { t3 * r } else { f64::NAN }) + ::chainrule::__rt::select(c2, -0.625 * x[1] * r2, f64::NAN);
        out[2] = t2;
        out[3] = t3 * (t4 * r2 - t5 * r);
        out[4] = -0.625 * (t4 - t5);
        out[5] = 0.0;
    });
}

// nerdamer-025
fn e301(x: &[f64], out: &mut [f64]) {
    let t = x[1] - x[0];
    let root = ::chainrule::__rt::sqrt(t);
    let r = 0.5 / root;
    out[0] = 0.6666666666666666 * t * root;
    out[1] = -root;
    out[2] = root;
    out[3] = r;
    out[4] = -r;
    out[5] = r;
}

// nerdamer-026
fn e302(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] + 1.0;
        let r = 1.0 / t;
        let ln = ::chainrule::__rt::ln(fma, x[1]);
        let pow = ::chainrule::__rt::pow(x[1], t);
        let t2 = pow * r;
        let t3 = t2 * r;
        let pow2 = ::chainrule::__rt::pow(x[1], x[0]);
        let t4 = t * pow2;
        let c = x[1] == 0.0;
        let c2 = c && t == 0.0;
        let c3 = pow == 0.0;
        let t5 = ln * pow;
        let r2 = 1.0 / x[1];
        let t6 = t2 * r2;
        let c4 = 0.0 <= x[1];
        let t7 = t5 * r;
        let t8 = if c4 { 1.0 } else { f64::NAN };
        let t10 = if c2 {
            0.0
        } else {
            let t9 = pow2 * r2;
            t9 * t8 + (if c4 { t9 } else { f64::NAN })
        };
        let t11 = (r - ln) * r;
        let t12 = 2.0 * r - ln;
        let t13 = (if c3 { 0.0 } else { -(ln * t11) }) + t12 * r * r;
        let t14 = if c4 {
            -((t3 - (if c3 { 0.0 } else { t7 - pow * t11 })) * r2)
        } else {
            f64::NAN
        };
        let t15 = if c3 { 0.0 } else { t5 * t13 + (2.0 * t7 - ln * t5) * r * r };
        let t17 = if c2 {
            0.0
        } else {
            if c && x[0] == 0.0 {
                0.0
            } else {
                -(t * (x[0] * ::chainrule::__rt::pow(x[1], x[0] - 1.0)) * t11)
            }
        };
        out[0] = ln * r * pow - t3;
        out[1] = t3 * t12 + (if c3 { 0.0 } else { -(t5 * t11) });
        out[2] = (if c4 { t6 } else { f64::NAN }) + (if c2 { 0.0 } else { -(t4 * t11) });
        out[3] = t15 - t3 * r * (6.0 * r - 2.0 * ln);
        out[4] = t14 + (if c2 { 0.0 } else { t4 * t13 });
        out[5] = t10 - t6 * r2 * t8 + t17;
    });
}

// nerdamer-027
fn e303(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(x[1]);
    let t = x[0] * tan;
    let t2 = tan * tan + 1.0;
    out[0] = 3.0 * t;
    out[1] = 3.0 * tan;
    out[2] = 3.0 * x[0] * t2;
    out[3] = 0.0;
    out[4] = 3.0 * t2;
    out[5] = 6.0 * t * t2;
}

// nerdamer-028
fn e304(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[0];
        let t = x[1] * r;
        let r2 = 1.0 / (1.0 - t);
        let t2 = t * r2;
        let t3 = t2 + 1.0;
        let t4 = x[1] + x[2];
        let ln = ::chainrule::__rt::ln(fma, t4);
        let t5 = x[0] + x[2];
        let ln2 = ::chainrule::__rt::ln(fma, t5);
        let r3 = 1.0 / t5;
        let c = 0.0 <= t5;
        let t6 = if c { -(r2 * r3) } else { f64::NAN };
        let r4 = 1.0 / t4;
        let t7 = t3 * r4;
        let c2 = 0.0 <= t4;
        let t8 = if c2 { t7 } else { f64::NAN };
        let t9 = ln * r;
        let t10 = t9 * r2;
        let t11 = t2 * r2 * ln;
        let t12 = t * r;
        let t13 = if c { 1.0 } else { f64::NAN };
        let t14 = t13 * r2 * r3 * r3;
        let t15 = t12 * r2;
        let t16 = t14 + (if c { t15 * r3 * r2 } else { f64::NAN });
        let t17 = r * r2;
        let t18 = (if c2 { 1.0 } else { f64::NAN }) * r4;
        let t19 = t7 * t18;
        let t20 = t19 - (if c2 { (t15 * r2 + t17) * r4 } else { f64::NAN });
        let t21 = ln2 * r2;
        let t22 = (ln2 - t * ln) * r2 * r2;
        let t23 = ln * r2;
        let t24 = (t22 - t23) * r;
        let t25 = if c2 { -(t3 * t15 * r4) } else { f64::NAN };
        let t26 = t * t9 * (2.0 * t2 + 1.0) + t13 * r3;
        let t27 = (t26 - 2.0 * t12 * t21) * r2 * r2;
        let t28 = (ln - 2.0 * t21 + x[1] * (2.0 * t10 + t18)) * r * r2;
        out[0] = x[0] * ((t3 * ln - t21) * r);
        out[1] = t6 + t * t24;
        out[2] = t8 - t24;
        out[3] = t6 + t8;
        out[4] = t16 + t12 * (t27 + (t11 - 2.0 * t22 + 2.0 * t23) * r);
        out[5] = t25 - (t27 + (t11 - t22 + t23) * r) * r;
        out[6] = t16 + t25;
        out[7] = (t28 * r2 + (t10 + t18) * r2) * r - t20;
        out[8] = (if c { -(t17 * r3 * r2) } else { f64::NAN }) - t20;
        out[9] = t14 - t19;
    });
}

// nerdamer-029
fn e305(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let t = 0.5 * x[0];
        let c = 0.0 <= x[0];
        out[0] = t * ln * x[0] - 0.25 * (x[0] * x[0]);
        out[1] = x[0] * ln - t + (if c { t } else { f64::NAN });
        out[2] = ln + 1.5 * (if c { 1.0 } else { f64::NAN }) - 0.5;
    });
}

// nerdamer-030
fn e306(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[1];
        let ln = ::chainrule::__rt::ln(fma, t);
        let r = 1.0 / x[0];
        let r2 = 1.0 / x[1];
        let t2 = r * r2;
        let c = 0.0 <= t;
        let t3 = if c { ln * t2 } else { f64::NAN };
        let t4 = ::chainrule::__rt::select(c, x[1], f64::NAN);
        let t5 = ln * t4 * r * r2;
        let t6 = if c { t2 * t4 * t2 } else { f64::NAN };
        let t7 = ::chainrule::__rt::select(c, x[0], f64::NAN);
        let t8 = x[0] * (if c { t2 * t7 * t2 } else { f64::NAN });
        out[0] = 0.5 * (ln * ln);
        out[1] = x[1] * t3;
        out[2] = x[0] * t3;
        out[3] = x[1] * t6 - t5 * r;
        out[4] = t3 - t5 * r2 + x[0] * t6;
        out[5] = t8 - ln * t7 * r * r2 * r2;
    });
}

// nerdamer-031
fn e307(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let t = x[0] * ln;
        let t2 = x[0] - t;
        let r = 1.0 / x[0];
        let c = 0.0 <= x[0];
        let t3 = 2.0 * ln;
        let t4 = if c { 1.0 } else { f64::NAN };
        let t5 = t4 * r;
        let t6 = 2.0 * t2 * r * t5 - 2.0 * t5 + t3 * t5;
        out[0] = 2.0 * x[0] - 2.0 * t + ln * t;
        out[1] = ln * ln - t3 + (if c { -2.0 * t2 * r } else { f64::NAN }) + 2.0;
        out[2] = t6 + (if c { (t3 + 2.0 * t4 - 2.0) * r } else { f64::NAN });
    });
}

// nerdamer-032
fn e308(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let exp = ::chainrule::__rt::exp(fma, x[0]);
        let t = cos * exp;
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t2 = exp * sin;
        let t3 = cos - sin;
        out[0] = -0.5 * (t - t2);
        out[1] = 0.5 * (t + t2 - exp * t3);
        out[2] = t + 0.5 * exp * (cos + sin - t3);
    });
}

// nerdamer-033
fn e309(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, x[0] * x[1]);
        let r = 1.0 / x[0];
        let t = exp * r;
        let t2 = t * r;
        let t3 = x[1] * t;
        let t4 = t2 - t3;
        let t5 = x[1] * x[1];
        let t6 = t3 * x[1];
        let t7 = 2.0 * t4;
        let t8 = x[1] * exp;
        let t9 = 2.0 * (x[1] - r) * r;
        let t10 = (t5 - t9) * r;
        let t11 = exp * t10;
        let t12 = 2.0 * x[1] - 4.0 * r;
        let t13 = (t5 - (4.0 * x[1] - 6.0 * r) * r) * r * r;
        let t14 = exp * (x[1] * t10 - t13);
        let t15 = 2.0 * t8;
        let t16 = 2.0 * t6 + t11 + x[0] * t14;
        let t17 = (6.0 * t8 + exp * (8.0 * x[1] - 20.0 * r)) * r;
        let t18 = (4.0 * t4 - t17 + 6.0 * x[1] * t8) * r;
        out[0] = t7 * r + t6;
        out[1] = x[1] * t11 - (t7 + exp * (t5 - t12 * r)) * r * r;
        out[2] = 2.0 * t3 - 2.0 * t2 + x[0] * t11;
        out[3] = x[1] * t14 + (t18 - x[1] * t8 * x[1]) * r * r;
        out[4] = t16 - (t15 + exp * t12) * r * r;
        out[5] = t15 - x[0] * (exp * (-t9 - x[0] * t10));
    });
}

// nerdamer-034
fn e310(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = -x[0];
        let root = ::chainrule::__rt::sqrt(t);
        let t2 = root * x[1];
        let erf = ::chainrule::__rt::erf(fma, t2);
        let r = 1.0 / root;
        let r2 = 1.0 / x[0];
        let t3 = r * r;
        let gaussian = ::chainrule::__rt::gaussian(fma, t2);
        let t4 = 3.9999999999999996 * x[1];
        let t5 = x[1] * r2 * gaussian;
        let t6 = x[1] * (5.999999999999999 * gaussian * r2 * r2 - t4 * t5);
        out[0] = 7.0898154036220635 * erf * r;
        out[1] = 3.5449077018110318 * erf * r * r * r - t4 / t * gaussian;
        out[2] = 7.999999999999999 * gaussian;
        out[3] = 5.317361552716548 * erf * r * t3 * t3 - t6;
        out[4] = ::chainrule::__rt::defined(root) - 1.0 - 7.999999999999999 * root * t2 * t5;
        out[5] = -15.999999999999998 * root * t2 * gaussian;
    });
}

// nerdamer-035
fn e311(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[1];
    let tan = ::chainrule::__rt::tan(x[0] * x[1]);
    let t = tan * r;
    let t2 = tan * tan + 1.0;
    let t3 = tan * t2;
    let t4 = 16.0 * x[0];
    let t5 = x[0] * t2;
    let t6 = t5 * (8.0 * (r * r) + (8.0 * r - t4 * tan) * r);
    out[0] = -8.0 * (x[0] - t);
    out[1] = 8.0 * t2 - 8.0;
    out[2] = -8.0 * (t - t5) * r;
    out[3] = 16.0 * x[1] * t3;
    out[4] = t4 * t3;
    out[5] = 16.0 * t * r * r - t6;
}

// nerdamer-036
fn e312(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[0];
        let t = x[0] * x[1];
        let cos = ::chainrule::__rt::cos(fma, t);
        let r2 = 1.0 / cos;
        let t2 = r * r2;
        let t3 = t2 * r2;
        let sin = ::chainrule::__rt::sin(fma, t);
        let t4 = t3 * sin;
        let t5 = x[1] * sin * r2;
        let t6 = sin * -((r - 2.0 * t5) * r * r2 * r2);
        let t7 = cos * (x[1] * t3) + t6;
        out[0] = t2;
        out[1] = x[1] * t4 - t2 * r;
        out[2] = x[0] * t4;
        out[3] = x[1] * t7 + (2.0 * r - t5) * r * r2 * r;
        out[4] = t4 + x[0] * t7;
        out[5] = x[0] * (r2 + 2.0 * sin * (sin * r2 * r2 * r2));
    });
}

// nerdamer-037
fn e313(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[1];
        let tan = ::chainrule::__rt::tan(t);
        let sin = ::chainrule::__rt::sin(fma, t);
        let r = 1.0 / tan;
        let r2 = 1.0 / sin;
        let t2 = 1.0 / x[0] * r;
        let t3 = t2 * r2 * r2;
        let t4 = 0.6666666666666666 * t2 + 0.3333333333333333 * t3;
        let t5 = r * r2;
        let t6 = t5 * r2 * r2;
        let cos = ::chainrule::__rt::cos(fma, t);
        let t7 = 2.0 * (r * r) + t5 * t5;
        let t8 = tan * tan + 1.0;
        let t9 = 2.0 * t6 * cos + t7 * t8;
        let t10 = x[1] * cos * r2;
        let t11 = x[1] * t8 * r;
        let t12 = 2.0 * tan;
        let t13 = (4.0 * t11 + 2.0 * (t10 + t11) * r2 * r2) * r * r;
        let t14 = 2.0 * sin;
        let t15 = cos * ((6.0 * t10 + 2.0 * t11) * r * r2 * r2 * r2);
        let t16 = t14 * (x[1] * t6) + t15 - t8 * (t12 * (x[1] * t7) - t13);
        let t17 = x[0] * cos * r2;
        let t18 = x[0] * t8 * r;
        let t19 = (4.0 * t18 + 2.0 * (t17 + t18) * r2 * r2) * r * r;
        let t20 = cos * ((6.0 * t17 + 2.0 * t18) * r * r2 * r2 * r2);
        let t21 = t14 * (x[0] * t6) + t20 - t8 * (t12 * (x[0] * t7) - t19);
        out[0] = -3.0 * x[0] * t4;
        out[1] = 2.0 * t2 + t3 - 3.0 * t4 + x[1] * t9;
        out[2] = x[0] * t9;
        out[3] = -(x[1] * t16);
        out[4] = t9 - x[0] * t16;
        out[5] = -(x[0] * t21);
    });
}

// nerdamer-038
fn e314(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / (x[0] + 1.0);
        let c = -1.0 <= x[0];
        let r2 = 1.0 / x[0];
        let c2 = 0.0 <= x[0];
        let t = -2.0 * (if c2 { 1.0 } else { f64::NAN }) * r2 * r2;
        out[0] = 2.0 * ::chainrule::__rt::ln(fma, x[0]) + ::chainrule::__rt::log1p(fma, x[0]);
        out[1] = (if c { r } else { f64::NAN }) + (if c2 { 2.0 * r2 } else { f64::NAN });
        out[2] = t - (if c { 1.0 } else { f64::NAN }) * r * r;
    });
}

// nerdamer-039
fn e315(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cosh = ::chainrule::__rt::cosh(fma, x[0]);
        out[0] = cosh;
        out[1] = ::chainrule::__rt::sinh(fma, x[0]);
        out[2] = cosh;
    });
}

// nerdamer-040
fn e316(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let tanh = ::chainrule::__rt::tanh(fma, x[0]);
        out[0] = ::chainrule::__rt::logcosh(fma, x[0]);
        out[1] = tanh;
        out[2] = 1.0 - tanh * tanh;
    });
}

// nerdamer-041
fn e317(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * x[0];
    let t3 = t * t;
    let t4 = 122.0 * x[0] - 3.6666666666666665 * t2 + 0.2 * (t3 * x[0]);
    let r = 1.0 / (0.09090909090909091 * t + 1.0);
    out[0] = t4 - 406.73880383540313 * ::chainrule::__rt::atan(0.30151134457776363 * x[0]);
    out[1] = t3 - 11.0 * t - 122.63636363636364 * r + 122.0;
    out[2] = 4.0 * t2 + 2.0 * x[0] * (11.148760330578513 * (r * r) - 11.0);
}

// nerdamer-042
fn e318(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * x[0];
    let t3 = t * t;
    let t4 = 121.0 * x[0] - 3.6666666666666665 * t2 + 0.2 * (t3 * x[0]);
    let r = 1.0 / (0.09090909090909091 * t + 1.0);
    out[0] = t4 - 401.31159963300337 * ::chainrule::__rt::atan(0.30151134457776363 * x[0]);
    out[1] = t3 - 11.0 * t - 121.0 * r + 121.0;
    out[2] = 4.0 * t2 + 2.0 * x[0] * (11.0 * (r * r) - 11.0);
}

// nerdamer-043
fn e319(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / ::chainrule::__rt::cos(fma, x[0]);
        let tan = ::chainrule::__rt::tan(x[0]);
        let t = r + tan;
        let r2 = 1.0 / t;
        let c = 0.0 <= t;
        let t2 = if c { r2 } else { f64::NAN };
        let t3 = tan * tan + 1.0;
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t4 = t3 + sin * r * r;
        let t5 = 2.0 * tan * t2 - (if c { t4 } else { f64::NAN }) * r2 * r2;
        out[0] = ::chainrule::__rt::ln(fma, t);
        out[1] = t2 * t4;
        out[2] = t2 * r + t3 * t5 + sin * (t5 * r * r);
    });
}

// nerdamer-044
fn e320(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 2.0 * x[0];
        let exp = ::chainrule::__rt::exp(fma, t);
        out[0] = 0.25 * exp - 0.5 * x[0];
        out[1] = 0.5 * ::chainrule::__rt::expm1(fma, t);
        out[2] = exp;
    });
}

// nerdamer-045
fn e321(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let asin = ::chainrule::__rt::asin(x[0]);
        let t = 2.0 * asin;
        let cos = ::chainrule::__rt::cos(fma, t);
        let sin = ::chainrule::__rt::sin(fma, t);
        let t2 = 1.0 - x[0] * x[0];
        let root = ::chainrule::__rt::sqrt(t2);
        let t3 = t2 * root;
        let t4 = 1.0 / ::chainrule::__rt::sqrt(1.0 - x[0]) * (1.0 / ::chainrule::__rt::sqrt(x[0] + 1.0));
        let t5 = (0.375 - 0.375 * (cos * cos - sin * sin)) * t4;
        let t6 = 3.0 * x[0];
        let t7 = x[0] * (t6 / root * x[0] - 9.0 * root + t5 * t4 * t4);
        out[0] = 0.375 * asin - 0.1875 * cos * sin + x[0] * t3;
        out[1] = t3 - t6 * root * x[0] + t5;
        out[2] = 1.5 * t4 * (cos * (sin * t4) + sin * (cos * t4)) + t7;
    });
}

// nerdamer-046
fn e322(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let asin = ::chainrule::__rt::asin(x[0]);
        let t = 2.0 * asin;
        let cos = ::chainrule::__rt::cos(fma, t);
        let sin = ::chainrule::__rt::sin(fma, t);
        let t2 = cos * sin;
        let t3 = cos * cos;
        let t4 = 0.03125 * sin + 0.041666666666666664 * t2;
        let t5 = 2.0 * (cos * (0.020833333333333332 - 0.03125 * cos - 0.020833333333333332 * t3) + sin * t4);
        let t6 = t5 + 0.0625;
        let t7 = 1.0 / ::chainrule::__rt::sqrt(1.0 - x[0]) * (1.0 / ::chainrule::__rt::sqrt(x[0] + 1.0));
        let t8 = sin * t7;
        let t9 = t7 * (0.08333333333333333 * (sin * sin) - 0.125 * cos - 0.125 * t3 + 0.041666666666666664);
        let t10 = cos * (2.0 * t4 * t7 + 0.0625 * t8 + 0.08333333333333333 * cos * t8);
        let t11 = 2.0 * t7 * (t10 - sin * t9);
        out[0] = 0.0625 * asin + 0.020833333333333332 * sin - 0.03125 * t2 - 0.020833333333333332 * cos * t2;
        out[1] = t6 * t7;
        out[2] = x[0] * t6 * t7 * t7 * t7 + t11;
    });
}

// nerdamer-047
fn e323(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 2.0 * x[0];
        let cos = ::chainrule::__rt::cos(fma, t);
        let sin = ::chainrule::__rt::sin(fma, t);
        let t2 = cos * sin;
        let t3 = cos * cos;
        let t4 = 0.020833333333333332 * t3 - 0.03125 * cos - 0.020833333333333332;
        let t5 = 0.03125 * sin - 0.041666666666666664 * t2;
        let t6 = 0.0625 * cos - 0.08333333333333333 * t3 - 2.0 * t4 + 0.08333333333333333 * (sin * sin);
        let t7 = cos * (0.0625 * sin - 0.08333333333333333 * t2 + 2.0 * t5) + sin * t6;
        out[0] = 0.0625 * x[0] - 0.020833333333333332 * sin - 0.03125 * t2 + 0.020833333333333332 * cos * t2;
        out[1] = 2.0 * (cos * t4 + sin * t5) + 0.0625;
        out[2] = 2.0 * t7;
    });
}

// nerdamer-048
fn e324(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[1];
        let log1p = ::chainrule::__rt::log1p(fma, t);
        let t2 = log1p - ::chainrule::__rt::ln(fma, x[1]);
        let r = 1.0 / x[1];
        let t3 = log1p * r;
        let c = 0.0 <= x[1];
        let r2 = 1.0 / (t + 1.0);
        let t4 = (x[0] + r) * r2;
        let c2 = -1.0 <= t;
        let t5 = if c2 { -t4 } else { f64::NAN };
        let t6 = ::chainrule::__rt::select(c2, x[1], f64::NAN);
        let t7 = t4 * r2;
        let t8 = t6 * r2;
        let t9 = t7 * t6 + (if c2 { -r2 } else { f64::NAN });
        let t10 = ::chainrule::__rt::select(c2, x[0], f64::NAN);
        let t11 = (2.0 * t3 - t10 * r2 + x[0] * (if c { 1.0 } else { f64::NAN })) * r * r;
        out[0] = -(x[0] * t2) - t3;
        out[1] = x[1] * t5 - t2;
        out[2] = t3 * r + ::chainrule::__rt::select(c, x[0] * r, f64::NAN) + x[0] * t5;
        out[3] = x[1] * t9 - t8;
        out[4] = t5 + t8 * r * r + (if c { r } else { f64::NAN }) + x[0] * t9;
        out[5] = x[0] * (t7 * t10 + (if c2 { r * r2 * r } else { f64::NAN })) - t11;
    });
}

// nerdamer-049
fn e325(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t = 3.0 * x[0];
        let cos2 = ::chainrule::__rt::cos(fma, t);
        out[0] = 0.08333333333333333 * cos2 - 0.75 * cos;
        out[1] = 0.75 * ::chainrule::__rt::sin(fma, x[0]) - 0.25 * ::chainrule::__rt::sin(fma, t);
        out[2] = 0.75 * (cos - cos2);
    });
}

// nerdamer-050
fn e326(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let atan = ::chainrule::__rt::atan(0.3333333333333333 * x[0]);
        let cos = ::chainrule::__rt::cos(fma, atan);
        let t = cos * cos * cos;
        let sin = ::chainrule::__rt::sin(fma, atan);
        let t2 = 0.375 * atan + 0.375 * cos * sin;
        let t3 = 0.00051440329218107 * sin + 0.00102880658436214 * cos * sin * cos;
        let t4 = cos * (0.00051440329218107 * cos + 0.0003429355281207133 * t) - sin * t3 + 0.00051440329218107;
        let r = 1.0 / (0.1111111111111111 * (x[0] * x[0]) + 1.0);
        let t5 = sin * r;
        let t6 = 0.0003429355281207133 * cos;
        let t7 = sin * ((t6 + 0.0004572473708276177 * t - 0.0006858710562414266 * cos * sin * sin) * r);
        let t8 = cos * (0.3333333333333333 * t3 * r + 0.00017146776406035664 * t5 + t6 * t5 * cos);
        out[0] = 0.0013717421124828531 * (t2 + 0.25 * cos * sin * cos * cos);
        out[1] = 0.3333333333333333 * t4 * r;
        out[2] = -((0.3333333333333333 * (t8 + t7) + 0.07407407407407407 * x[0] * r * t4) * r);
    });
}

// nerdamer-051
fn e327(x: &[f64], out: &mut [f64]) {
    let asin = ::chainrule::__rt::asin(x[0]);
    let t = 1.0 - x[0];
    let t2 = x[0] + 1.0;
    let t3 = 1.0 / ::chainrule::__rt::sqrt(t) * (1.0 / ::chainrule::__rt::sqrt(t2));
    out[0] = 0.35355339059327373 * (asin * asin);
    out[1] = 0.7071067811865475 * asin * t3;
    out[2] = 0.7071067811865475 * (1.0 / t / t2 + x[0] * asin * t3 * t3 * t3);
}

// nerdamer-052
fn e328(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[0];
    let root = ::chainrule::__rt::sqrt(1.0 - r * r);
    let t = 1.0 / ::chainrule::__rt::sqrt(1.0 - root) * (1.0 / ::chainrule::__rt::sqrt(root + 1.0));
    let r2 = 1.0 / root;
    let t2 = t * r2;
    let t3 = t2 * r;
    let t4 = (t2 * r2 * r2 - t2 * t * t) * r * r * r;
    out[0] = ::chainrule::__rt::asin(root);
    out[1] = t3 * r * r;
    out[2] = -((3.0 * t3 + t4) * r * r * r);
}

// textbook-001
fn e329(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] - 1.0);
    let t = (3.0 * x[0] + x[0] * x[0]) * r;
    let t2 = t * r;
    let t3 = 2.0 * x[0] * r;
    out[0] = t;
    out[1] = 3.0 * r - t2 + t3;
    out[2] = 2.0 * t2 * r - t3 * r - 8.0 * (r * r);
}

// textbook-002
fn e330(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0] + 1.0;
        let sin = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, t);
        out[0] = sin;
        out[1] = 2.0 * x[0] * cos;
        out[2] = 2.0 * cos - 4.0 * x[0] * sin * x[0];
    });
}

// textbook-003
fn e331(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, 3.0 * x[0]);
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = exp * sin;
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t2 = exp * cos;
        out[0] = t;
        out[1] = 3.0 * t + t2;
        out[2] = 3.0 * t2 - t + 3.0 * exp * (3.0 * sin + cos);
    });
}

// textbook-004
fn e332(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(3.0 * (x[0] * x[0]));
    let t = tan * tan + 1.0;
    out[0] = tan;
    out[1] = 6.0 * x[0] * t;
    out[2] = 6.0 * t + 72.0 * x[0] * (t * (x[0] * tan));
}

// textbook-005
fn e333(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let r = 1.0 / sin;
        let c = 0.0 <= sin;
        let t = if c { r } else { f64::NAN };
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        out[0] = ::chainrule::__rt::ln(fma, sin);
        out[1] = t * cos;
        out[2] = -(sin * t) - cos * ((if c { cos } else { f64::NAN }) * r * r);
    });
}

// textbook-006
fn e334(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = x[0] * sin * x[0] * x[0];
        let t2 = x[0] * ::chainrule::__rt::cos(fma, x[0]);
        out[0] = t;
        out[1] = x[0] * (3.0 * sin + t2) * x[0];
        out[2] = 6.0 * x[0] * (sin + t2) - t;
    });
}

// textbook-007
fn e335(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] - 3.0);
    let t = (x[0] * x[0] + 1.0) * r;
    out[0] = t;
    out[1] = (2.0 * x[0] - t) * r;
    out[2] = -6.0 * (r * r) - 2.0 * (x[0] - t) * r * r;
}

// textbook-008
fn e336(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * x[0];
    let t3 = 5.0 * t - 7.0 * x[0] + 3.0 * (t * t) - 2.0 * t2;
    out[0] = t3 + 9.0;
    out[1] = 10.0 * x[0] - 6.0 * t + 12.0 * t2 - 7.0;
    out[2] = 36.0 * t - 12.0 * x[0] + 10.0;
}

// textbook-009
fn e337(x: &[f64], out: &mut [f64]) {
    out[0] = 4.0 * x[0] + 3.0 * (x[0] * x[0]) - 2.0;
    out[1] = 6.0 * x[0] + 4.0;
    out[2] = 6.0;
}

// textbook-010
fn e338(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0]);
    let r = 1.0 / root;
    out[0] = 2.0 * x[0] + root;
    out[1] = 0.5 * r + 2.0;
    out[2] = -0.25 * (r * r * r);
}

// textbook-011
fn e339(x: &[f64], out: &mut [f64]) {
    let t = 3.0 * x[0] - 2.0;
    let t2 = t * t;
    out[0] = t2 * t2;
    out[1] = 12.0 * (t2 * t);
    out[2] = 108.0 * t2;
}

// textbook-012
fn e340(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0] + 1.0);
    let r = 1.0 / root;
    out[0] = root;
    out[1] = 0.5 * r;
    out[2] = -0.25 * (r * r * r);
}

// textbook-013
fn e341(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t + 1.0;
    let t3 = t * x[0];
    let t4 = t3 - 1.0;
    let t5 = x[0] * t2;
    let t6 = 2.0 * t4;
    out[0] = t2 * t4;
    out[1] = x[0] * (t6 + 3.0 * t5);
    out[2] = 12.0 * t3 + t6 + 6.0 * t5;
}

// textbook-014
fn e342(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = x[2] * x[2];
    let t3 = 4.0 * (t2 * x[2]);
    let t4 = 2.0 * x[0];
    out[0] = x[1] * (t + 3.0 * x[1] + t3);
    out[1] = t4 * x[1];
    out[2] = t + 6.0 * x[1] + t3;
    out[3] = 12.0 * x[1] * x[2] * x[2];
    out[4] = 2.0 * x[1];
    out[5] = t4;
    out[6] = 0.0;
    out[7] = 6.0;
    out[8] = 12.0 * t2;
    out[9] = 24.0 * x[1] * x[2];
}

// textbook-015
fn e343(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = 2.0 * x[1];
    out[0] = x[0] * (t2 + t) - x[1] * x[1];
    out[1] = t2 + 3.0 * t;
    out[2] = 2.0 * (x[0] - x[1]);
    out[3] = 6.0 * x[0];
    out[4] = 2.0;
    out[5] = -2.0;
}

// textbook-016
fn e344(x: &[f64], out: &mut [f64]) {
    let t = x[1] * x[1];
    let t2 = x[0] * x[1];
    let t3 = 9.0 * t;
    out[0] = t2 * (x[0] + 3.0 * t);
    out[1] = 3.0 * (t * x[1]) + 2.0 * t2;
    out[2] = x[0] * (x[0] + t3);
    out[3] = 2.0 * x[1];
    out[4] = 2.0 * x[0] + t3;
    out[5] = 18.0 * t2;
}

// textbook-017
fn e345(x: &[f64], out: &mut [f64]) {
    let t = x[1] * x[1];
    let t2 = 3.0 * x[1];
    out[0] = t * x[1] + x[0] * (x[0] + t2);
    out[1] = 2.0 * x[0] + t2;
    out[2] = 3.0 * (x[0] + t);
    out[3] = 2.0;
    out[4] = 3.0;
    out[5] = 6.0 * x[1];
}

// textbook-018
fn e346(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[1];
        let sin = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, t);
        let t2 = x[1] * sin;
        out[0] = sin;
        out[1] = x[1] * cos;
        out[2] = x[0] * cos;
        out[3] = -(x[1] * t2);
        out[4] = cos - x[0] * t2;
        out[5] = -(x[0] * sin * x[0]);
    });
}

// textbook-019
fn e347(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = 2.0 * x[0];
    out[0] = x[1] * (t - 3.0 * x[1]);
    out[1] = t2 * x[1];
    out[2] = t - 6.0 * x[1];
    out[3] = 2.0 * x[1];
    out[4] = t2;
    out[5] = -6.0;
}

// textbook-020
fn e348(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[1]);
        let t = x[0] * cos;
        let t2 = t * x[0];
        let t3 = x[0] * ::chainrule::__rt::sin(fma, x[1]);
        out[0] = t2;
        out[1] = 2.0 * t;
        out[2] = -(t3 * x[0]);
        out[3] = 2.0 * cos;
        out[4] = -2.0 * t3;
        out[5] = -t2;
    });
}

// textbook-021
fn e349(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = 4.0 * x[0];
    out[0] = x[0] * (x[0] + 2.0 * x[1]) * x[0] - 3.0 * (x[1] * x[1]);
    out[1] = 3.0 * t + t2 * x[1];
    out[2] = 2.0 * t - 6.0 * x[1];
    out[3] = 6.0 * x[0] + 4.0 * x[1];
    out[4] = t2;
    out[5] = -6.0;
}

// textbook-022
fn e350(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[1];
    let t2 = t * x[0];
    out[0] = 2.0 * t + t2 * t;
    out[1] = 2.0 * x[1] + 3.0 * (t * t);
    out[2] = 2.0 * (x[0] + x[0] * t2);
    out[3] = 6.0 * x[1] * t;
    out[4] = 6.0 * t2 + 2.0;
    out[5] = 2.0 * (x[0] * x[0] * x[0]);
}

// textbook-023
fn e351(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 5.0 * x[0];
        let sin = ::chainrule::__rt::sin(fma, t);
        out[0] = sin;
        out[1] = 5.0 * ::chainrule::__rt::cos(fma, t);
        out[2] = -25.0 * sin;
    });
}

// textbook-024
fn e352(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let cos = ::chainrule::__rt::cos(fma, t);
        let sin = ::chainrule::__rt::sin(fma, t);
        out[0] = cos;
        out[1] = -2.0 * x[0] * sin;
        out[2] = -2.0 * sin - 4.0 * x[0] * cos * x[0];
    });
}

// textbook-025
fn e353(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, 2.0 * (x[0] * x[0]) - 1.0);
        out[0] = exp;
        out[1] = 4.0 * x[0] * exp;
        out[2] = 4.0 * exp + 16.0 * x[0] * exp * x[0];
    });
}

// textbook-026
fn e354(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 3.0 * (x[0] * x[0]);
        let r = 1.0 / (t + 1.0);
        let t2 = x[0] * r;
        out[0] = ::chainrule::__rt::log1p(fma, t);
        out[1] = 6.0 * x[0] * r;
        out[2] = 6.0 * r - 36.0 * (t2 * t2);
    });
}

// textbook-027
fn e355(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(4.0 * x[0] - 1.0);
    let t = tan * tan + 1.0;
    out[0] = tan;
    out[1] = 4.0 * t;
    out[2] = 32.0 * tan * t;
}

// textbook-028
fn e356(x: &[f64], out: &mut [f64]) {
    let t2 = x[0] * x[0];
    let t3 = t2 + 1.0;
    let t4 = t3 * t3;
    out[0] = t4 * t4;
    out[1] = 8.0 * x[0] * t3 * t3 * t3;
    out[2] = t3 * (56.0 * t2 + 8.0) * t3;
}

// textbook-029
fn e357(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(::chainrule::__rt::sin(fma, x[0]));
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let r = 1.0 / root;
        let t = cos * r;
        out[0] = root;
        out[1] = 0.5 * cos * r;
        out[2] = -0.5 * root - 0.25 * t * r * t;
    });
}

// textbook-030
fn e358(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let r = 1.0 / cos;
        let c = 0.0 <= cos;
        let t = if c { r } else { f64::NAN };
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        out[0] = ::chainrule::__rt::ln(fma, cos);
        out[1] = -(t * sin);
        out[2] = sin * ((if c { -sin } else { f64::NAN }) * r * r) - cos * t;
    });
}

// textbook-031
fn e359(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] * x[0] + 1.0);
    let t = r * r;
    let t2 = x[0] * r * r;
    out[0] = t * r;
    out[1] = -6.0 * x[0] * t * t;
    out[2] = 48.0 * t2 * r * t2 - 6.0 * (t * t);
}

// textbook-032
fn e360(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[1] + x[2];
        let pow = ::chainrule::__rt::pow(t, x[3]);
        let t2 = x[3] - 1.0;
        let pow2 = ::chainrule::__rt::pow(t, t2);
        let t3 = x[3] * pow2;
        let c = t == 0.0;
        let c2 = c && x[3] == 0.0;
        let c3 = pow == 0.0;
        let ln = ::chainrule::__rt::ln(fma, t);
        let t4 = pow * ln;
        let t5 = t2 * ::chainrule::__rt::pow(t, x[3] - 2.0);
        let t6 = x[1] * x[3];
        let t7 = t6 * t5;
        let c4 = c && t2 == 0.0;
        let c5 = pow2 == 0.0;
        let t8 = pow2 * ln;
        let t9 = x[0] * x[3];
        let t10 = t9 * t5;
        out[0] = pow;
        out[1] = ::chainrule::__rt::select(c2, 0.0, x[1] * t3);
        out[2] = ::chainrule::__rt::select(c2, 0.0, x[0] * t3);
        out[3] = if c2 { 0.0 } else { t3 };
        out[4] = if c3 { 0.0 } else { t4 };
        out[5] = if c2 { 0.0 } else { ::chainrule::__rt::select(c4, 0.0, x[1] * t7) };
        out[6] = if c2 { 0.0 } else { t3 + ::chainrule::__rt::select(c4, 0.0, x[0] * t7) };
        out[7] = if c2 { 0.0 } else { if c4 { 0.0 } else { t7 } };
        out[8] = if c2 { 0.0 } else { x[1] * pow2 + (if c5 { 0.0 } else { t6 * t8 }) };
        out[9] = if c2 { 0.0 } else { ::chainrule::__rt::select(c4, 0.0, x[0] * t10) };
        out[10] = if c2 { 0.0 } else { if c4 { 0.0 } else { t10 } };
        out[11] = if c2 { 0.0 } else { x[0] * pow2 + (if c5 { 0.0 } else { t8 * t9 }) };
        out[12] = if c2 { 0.0 } else { ::chainrule::__rt::select(c4, 0.0, x[3] * t5) };
        out[13] = if c2 { 0.0 } else { pow2 + ::chainrule::__rt::select(c5, 0.0, x[3] * t8) };
        out[14] = if c3 { 0.0 } else { ln * t4 };
    });
}

// textbook-033
fn e361(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t - 4.0;
    out[0] = t2 * t2 * t2;
    out[1] = 6.0 * x[0] * t2 * t2;
    out[2] = t2 * (30.0 * t - 24.0);
}

// textbook-034
fn e362(x: &[f64], out: &mut [f64]) {
    let t = 3.0 * x[0] - 2.0;
    let t2 = t * t;
    let t3 = t2 * t;
    let t4 = t2 * t2;
    out[0] = t3 * t3;
    out[1] = 18.0 * (t4 * t);
    out[2] = 270.0 * t4;
}

// textbook-035
fn e363(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = sin * sin;
        let t2 = t * t * sin;
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t3 = sin * cos;
        out[0] = t2;
        out[1] = 5.0 * cos * t * t;
        out[2] = 20.0 * t3 * sin * t3 - 5.0 * t2;
    });
}

// textbook-036
fn e364(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / ::chainrule::__rt::cos(fma, x[0]);
        let tan = ::chainrule::__rt::tan(r);
        let t = (tan * tan + 1.0) * r;
        let t2 = t * r;
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        out[0] = tan;
        out[1] = t2 * sin;
        out[2] = t + 2.0 * sin * (t2 * r * sin * (tan * r + 1.0));
    });
}

// textbook-037
fn e365(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 3.141592653589793 * x[0] + 1.0;
        let cos = ::chainrule::__rt::cos(fma, t);
        out[0] = cos;
        out[1] = -3.141592653589793 * ::chainrule::__rt::sin(fma, t);
        out[2] = -9.869604401089358 * cos;
    });
}

// textbook-038
fn e366(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / ::chainrule::__rt::sin(fma, x[0]);
        let t = r * r;
        let t2 = t * r;
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t3 = cos * r * r;
        out[0] = -6.0 * t2;
        out[1] = 18.0 * cos * t * t;
        out[2] = -18.0 * t2 - 72.0 * t3 * r * t3;
    });
}

// textbook-039
fn e367(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / ::chainrule::__rt::sin(fma, x[0]);
        let t = r * r;
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t2 = cos * r * r;
        out[0] = t;
        out[1] = -2.0 * cos * r * r * r;
        out[2] = 2.0 * t + 6.0 * (t2 * t2);
    });
}

// textbook-040
fn e368(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / ::chainrule::__rt::cos(fma, x[0]);
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = sin * r * r;
        out[0] = x[0] * x[0] - r + 1.0;
        out[1] = 2.0 * x[0] - t;
        out[2] = 2.0 - r - 2.0 * sin * (t * r);
    });
}

// textbook-041
fn e369(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / ::chainrule::__rt::sin(fma, x[0]);
        let t = 3.0 * r;
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t2 = cos * r;
        out[0] = 5.0 * x[0] + t;
        out[1] = 5.0 - 3.0 * cos * r * r;
        out[2] = t + 6.0 * t2 * r * t2;
    });
}

// textbook-042
fn e370(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = x[0] * sin * x[0] * x[0];
        let t2 = x[0] * ::chainrule::__rt::cos(fma, x[0]);
        out[0] = x[0] - t;
        out[1] = 1.0 - x[0] * (3.0 * sin + t2) * x[0];
        out[2] = t - 6.0 * x[0] * (sin + t2);
    });
}

// textbook-043
fn e371(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let tan = ::chainrule::__rt::tan(x[0]);
        let t = sin * tan;
        let t2 = tan * tan + 1.0;
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        out[0] = t;
        out[1] = sin * t2 + tan * cos;
        out[2] = 2.0 * t2 * (t + cos) - t;
    });
}

// textbook-044
fn e372(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t = cos * cos * cos;
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        out[0] = t;
        out[1] = -3.0 * cos * sin * cos;
        out[2] = 6.0 * sin * (cos * sin) - 3.0 * t;
    });
}

// textbook-045
fn e373(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[0];
    let tan = ::chainrule::__rt::tan(x[0]);
    let t = tan * tan + 1.0;
    let t2 = r * r;
    out[0] = r + tan;
    out[1] = t - t2;
    out[2] = 2.0 * (t2 * r + tan * t);
}

// textbook-046
fn e374(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 0.5 * x[0];
        let sin = ::chainrule::__rt::sin(fma, t);
        out[0] = sin;
        out[1] = 0.5 * ::chainrule::__rt::cos(fma, t);
        out[2] = -0.25 * sin;
    });
}

// textbook-047
fn e375(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 3.0 * x[0];
        let cos = ::chainrule::__rt::cos(fma, t);
        out[0] = cos;
        out[1] = -3.0 * ::chainrule::__rt::sin(fma, t);
        out[2] = -9.0 * cos;
    });
}

// textbook-048
fn e376(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[0];
        let c = 0.0 <= x[0];
        out[0] = 2.0 * ::chainrule::__rt::ln(fma, x[0]);
        out[1] = if c { 2.0 * r } else { f64::NAN };
        out[2] = -2.0 * (if c { 1.0 } else { f64::NAN }) * r * r;
    });
}

// textbook-049
fn e377(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, ::chainrule::__rt::ln(fma, x[0]));
        let r = 1.0 / x[0];
        let t = exp * r;
        let c = 0.0 <= x[0];
        let t2 = if c { 1.0 } else { f64::NAN };
        out[0] = exp;
        out[1] = if c { t } else { f64::NAN };
        out[2] = (if c { t * (t2 * r) } else { f64::NAN }) - t * r * t2;
    });
}

// textbook-050
fn e378(x: &[f64], out: &mut [f64]) {
    let t = 1.0 / ::chainrule::__rt::sqrt(1.0 - x[0]) * (1.0 / ::chainrule::__rt::sqrt(x[0] + 1.0));
    out[0] = ::chainrule::__rt::acos(x[0]);
    out[1] = -t;
    out[2] = -(x[0] * t * t * t);
}

// textbook-051
fn e379(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] * x[0] + 1.0);
    out[0] = ::chainrule::__rt::atan(x[0]);
    out[1] = r;
    out[2] = -2.0 * x[0] * r * r;
}

// textbook-052
fn e380(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(x[0]);
    let r = 1.0 / tan;
    let t = tan * tan + 1.0;
    let t2 = t * r * r;
    out[0] = r;
    out[1] = -t2;
    out[2] = -2.0 * t * (r - t2 * r);
}

// ml-sigmoid
fn e381(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sigmoid = ::chainrule::__rt::sigmoid(fma, x[0]);
        let t = sigmoid * (1.0 - sigmoid);
        out[0] = sigmoid;
        out[1] = t;
        out[2] = t * (1.0 - 2.0 * sigmoid);
    });
}

// ml-sigmoid-builtin
fn e382(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sigmoid = ::chainrule::__rt::sigmoid(fma, x[0]);
        let t = sigmoid * (1.0 - sigmoid);
        out[0] = sigmoid;
        out[1] = t;
        out[2] = t * (1.0 - 2.0 * sigmoid);
    });
}

// ml-tanh
fn e383(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let tanh = ::chainrule::__rt::tanh(fma, x[0]);
        let t = 1.0 - tanh * tanh;
        out[0] = tanh;
        out[1] = t;
        out[2] = -2.0 * tanh * t;
    });
}

// ml-tanh-via-exp
fn e384(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let tanh = ::chainrule::__rt::tanh(fma, x[0]);
        let t = 1.0 - tanh * tanh;
        out[0] = tanh;
        out[1] = t;
        out[2] = -2.0 * tanh * t;
    });
}

// ml-relu-via-max
fn e385(x: &[f64], out: &mut [f64]) {
    let max = ::chainrule::__rt::max(x[0], 0.0);
    out[0] = max;
    out[1] = if x[0] < 0.0 { 0.0 } else { if max <= f64::INFINITY { 1.0 } else { f64::NAN } };
    out[2] = 0.0;
}

// ml-leaky-relu
fn e386(x: &[f64], out: &mut [f64]) {
    let t = 0.01 * x[0];
    let max = ::chainrule::__rt::max(x[0], t);
    let t2 = if max <= f64::INFINITY { 1.0 } else { f64::NAN };
    out[0] = max;
    out[1] = (if x[0] < t { 0.0 } else { t2 }) + (if t <= x[0] { 0.0 } else { 0.01 * t2 });
    out[2] = 0.0;
}

// ml-elu
fn e387(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let max = ::chainrule::__rt::max(x[0], 0.0);
        let expm1 = ::chainrule::__rt::expm1(fma, x[0]);
        let min = ::chainrule::__rt::min(0.0, expm1);
        let t = if 0.0 <= expm1 {
            0.0
        } else {
            ::chainrule::__rt::exp(fma, x[0]) * (if min <= f64::INFINITY { 1.0 } else { f64::NAN })
        };
        out[0] = max + min;
        out[1] = t + (if x[0] < 0.0 { 0.0 } else { if max <= f64::INFINITY { 1.0 } else { f64::NAN } });
        out[2] = t;
    });
}

// ml-selu
fn e388(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let max = ::chainrule::__rt::max(x[0], 0.0);
        let expm1 = ::chainrule::__rt::expm1(fma, x[0]);
        let min = ::chainrule::__rt::min(0.0, expm1);
        let t = if 0.0 <= expm1 {
            0.0
        } else {
            ::chainrule::__rt::exp(fma, x[0]) * (if min <= f64::INFINITY { 1.7580993408473766 } else { f64::NAN })
        };
        out[0] = 1.0507009873554805 * (max + 1.6732632423543772 * min);
        out[1] = t + (if x[0] < 0.0 { 0.0 } else { if max <= f64::INFINITY { 1.0507009873554805 } else { f64::NAN } });
        out[2] = t;
    });
}

// ml-softplus
fn e389(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sigmoid = ::chainrule::__rt::sigmoid(fma, x[0]);
        out[0] = ::chainrule::__rt::softplus(fma, x[0]);
        out[1] = sigmoid;
        out[2] = sigmoid * (1.0 - sigmoid);
    });
}

// ml-gelu-exact
fn e390(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = -0.7071067811865475 * x[0];
        let erfc = ::chainrule::__rt::erfc(fma, t);
        let gaussian = ::chainrule::__rt::gaussian(fma, t);
        out[0] = 0.5 * x[0] * erfc;
        out[1] = 0.5 * erfc + 0.39894228040143265 * x[0] * gaussian;
        out[2] = 0.7978845608028653 * gaussian - 0.39894228040143254 * x[0] * gaussian * x[0];
    });
}

// ml-silu
fn e391(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sigmoid = ::chainrule::__rt::sigmoid(fma, x[0]);
        let t = x[0] * sigmoid;
        let t2 = 1.0 - sigmoid;
        let t3 = sigmoid * t2;
        out[0] = t;
        out[1] = sigmoid + x[0] * t3;
        out[2] = t3 + t3 * (x[0] * t2 - t + 1.0);
    });
}

// ml-mish
fn e392(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let tanh = ::chainrule::__rt::tanh(fma, ::chainrule::__rt::softplus(fma, x[0]));
        let t = 1.0 - tanh * tanh;
        let sigmoid = ::chainrule::__rt::sigmoid(fma, x[0]);
        let t2 = x[0] * (1.0 - sigmoid) - 2.0 * tanh * (x[0] * sigmoid) + 2.0;
        out[0] = x[0] * tanh;
        out[1] = tanh + x[0] * t * sigmoid;
        out[2] = t * sigmoid * t2;
    });
}

// ml-logit
fn e393(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let logit = ::chainrule::__rt::logit(fma, x[0]);
        let r = 1.0 / x[0];
        let r2 = 1.0 / (1.0 - x[0]);
        let c = logit <= f64::INFINITY;
        out[0] = logit;
        out[1] = if c { r * r2 } else { f64::NAN };
        out[2] = -((if c { 1.0 } else { f64::NAN }) * r * (r - r2) * r2);
    });
}

// ml-softsign
fn e394(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (::chainrule::__rt::abs(x[0]) + 1.0);
    out[0] = x[0] * r;
    out[1] = r * r;
    out[2] = -2.0 * ::chainrule::__rt::sign(x[0]) * r * r * r;
}

// ml-hard-tanh
fn e395(x: &[f64], out: &mut [f64]) {
    let min = ::chainrule::__rt::min(1.0, x[0]);
    let max = ::chainrule::__rt::max(-1.0, min);
    let t2 = if min <= -1.0 {
        0.0
    } else {
        if 1.0 <= x[0] {
            0.0
        } else {
            if min <= f64::INFINITY { if max <= f64::INFINITY { 1.0 } else { f64::NAN } } else { f64::NAN }
        }
    };
    out[0] = max;
    out[1] = t2;
    out[2] = 0.0;
}

// ml-relu6
fn e396(x: &[f64], out: &mut [f64]) {
    let max = ::chainrule::__rt::max(x[0], 0.0);
    let min = ::chainrule::__rt::min(max, 6.0);
    let t2 = if 6.0 < max {
        0.0
    } else {
        if x[0] < 0.0 {
            0.0
        } else {
            if max <= f64::INFINITY { if min <= f64::INFINITY { 1.0 } else { f64::NAN } } else { f64::NAN }
        }
    };
    out[0] = min;
    out[1] = t2;
    out[2] = 0.0;
}

// ml-hard-swish
fn e397(x: &[f64], out: &mut [f64]) {
    let t = x[0] + 3.0;
    let max = ::chainrule::__rt::max(t, 0.0);
    let min = ::chainrule::__rt::min(max, 6.0);
    let t2 = 0.16666666666666666 * x[0];
    let c = min <= f64::INFINITY;
    let c2 = 6.0 < max;
    let c3 = max <= f64::INFINITY;
    let c4 = t < 0.0;
    let t3 = if c2 {
        0.0
    } else {
        if c4 { 0.0 } else { if c3 { if c { t2 } else { f64::NAN } } else { f64::NAN } }
    };
    let t6 = if c2 {
        0.0
    } else {
        if c4 {
            0.0
        } else {
            let t4 = 0.16666666666666666 * (if c { if c3 { 1.0 } else { f64::NAN } } else { f64::NAN });
            t4 + (if c3 { if c { 0.16666666666666666 } else { f64::NAN } } else { f64::NAN })
        }
    };
    out[0] = t2 * min;
    out[1] = 0.16666666666666666 * min + t3;
    out[2] = t6;
}

// ml-squareplus
fn e398(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0] * x[0] + x[1]);
    let r = 1.0 / root;
    out[0] = 0.5 * (x[0] + root);
    out[1] = 0.5 * x[0] * r + 0.5;
    out[2] = 0.25 * r;
    out[3] = 0.5 * x[1] * r * r * r;
    out[4] = -0.25 * x[0] * r * r * r;
    out[5] = -0.125 * (r * r * r);
}

// ml-log-softmax-component
fn e399(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let logsumexp = ::chainrule::__rt::logsumexp(fma, &[x[0], x[1], x[2]]);
        let t = x[0] - logsumexp;
        let exp = ::chainrule::__rt::exp(fma, t);
        let exp2 = ::chainrule::__rt::exp(fma, x[1] - logsumexp);
        let exp3 = ::chainrule::__rt::exp(fma, x[2] - logsumexp);
        let t2 = 2.0 * logsumexp;
        out[0] = t;
        out[1] = -::chainrule::__rt::expm1(fma, t);
        out[2] = -exp2;
        out[3] = -exp3;
        out[4] = exp * exp - exp;
        out[5] = ::chainrule::__rt::exp(fma, x[0] + x[1] - t2);
        out[6] = ::chainrule::__rt::exp(fma, x[0] + x[2] - t2);
        out[7] = exp2 * exp2 - exp2;
        out[8] = ::chainrule::__rt::exp(fma, x[1] + x[2] - t2);
        out[9] = exp3 * exp3 - exp3;
    });
}

// ml-softmax-component
fn e400(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let logsumexp = ::chainrule::__rt::logsumexp(fma, &[x[0], x[1], x[2]]);
        let exp = ::chainrule::__rt::exp(fma, x[0] - logsumexp);
        let t = x[0] + x[1];
        let t2 = 2.0 * logsumexp;
        let exp2 = ::chainrule::__rt::exp(fma, t - t2);
        let exp3 = ::chainrule::__rt::exp(fma, x[0] + x[2] - t2);
        let t3 = exp * (1.0 - 2.0 * exp);
        let t4 = 3.0 * logsumexp;
        out[0] = exp;
        out[1] = exp - exp * exp;
        out[2] = -exp2;
        out[3] = -exp3;
        out[4] = t3 - exp * t3;
        out[5] = -(::chainrule::__rt::exp(fma, x[1] - logsumexp) * t3);
        out[6] = -(::chainrule::__rt::exp(fma, x[2] - logsumexp) * t3);
        out[7] = 2.0 * ::chainrule::__rt::exp(fma, x[0] + 2.0 * x[1] - t4) - exp2;
        out[8] = 2.0 * ::chainrule::__rt::exp(fma, t + x[2] - t4);
        out[9] = 2.0 * ::chainrule::__rt::exp(fma, x[0] + 2.0 * x[2] - t4) - exp3;
    });
}

// ml-logsumexp
fn e401(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let logsumexp = ::chainrule::__rt::logsumexp(fma, &[x[0], x[1], x[2], x[3]]);
        let exp = ::chainrule::__rt::exp(fma, x[0] - logsumexp);
        let exp2 = ::chainrule::__rt::exp(fma, x[1] - logsumexp);
        let exp3 = ::chainrule::__rt::exp(fma, x[2] - logsumexp);
        let exp4 = ::chainrule::__rt::exp(fma, x[3] - logsumexp);
        let t = 2.0 * logsumexp;
        out[0] = logsumexp;
        out[1] = exp;
        out[2] = exp2;
        out[3] = exp3;
        out[4] = exp4;
        out[5] = exp - exp * exp;
        out[6] = -::chainrule::__rt::exp(fma, x[0] + x[1] - t);
        out[7] = -::chainrule::__rt::exp(fma, x[0] + x[2] - t);
        out[8] = -::chainrule::__rt::exp(fma, x[0] + x[3] - t);
        out[9] = exp2 - exp2 * exp2;
        out[10] = -::chainrule::__rt::exp(fma, x[1] + x[2] - t);
        out[11] = -::chainrule::__rt::exp(fma, x[1] + x[3] - t);
        out[12] = exp3 - exp3 * exp3;
        out[13] = -::chainrule::__rt::exp(fma, x[2] + x[3] - t);
        out[14] = exp4 - exp4 * exp4;
    });
}

// ml-bce
fn e402(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let ln = ::chainrule::__rt::ln(fma, x[1]);
        let t = -x[1];
        let log1p = ::chainrule::__rt::log1p(fma, t);
        let r = 1.0 / (1.0 - x[1]);
        let t2 = (x[0] - 1.0) * r;
        let c = -1.0 <= t;
        let r2 = 1.0 / x[1];
        let t3 = x[0] * r2;
        let c2 = 0.0 <= x[1];
        out[0] = -(x[0] * ln) - (1.0 - x[0]) * log1p;
        out[1] = log1p - ln;
        out[2] = (if c2 { -t3 } else { f64::NAN }) - (if c { t2 } else { f64::NAN });
        out[3] = 0.0;
        out[4] = (if c2 { -r2 } else { f64::NAN }) - (if c { r } else { f64::NAN });
        out[5] = t3 * r2 * (if c2 { 1.0 } else { f64::NAN }) + t2 * r * (if c { -1.0 } else { f64::NAN });
    });
}

// ml-bce-with-logits
fn e403(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let max = ::chainrule::__rt::max(x[0], 0.0);
        let t = -::chainrule::__rt::abs(x[0]);
        let sigmoid = ::chainrule::__rt::sigmoid(fma, t);
        let sign = ::chainrule::__rt::sign(x[0]);
        let t2 = if x[0] < 0.0 { 0.0 } else { if max <= f64::INFINITY { 1.0 } else { f64::NAN } };
        out[0] = max - x[0] * x[1] + ::chainrule::__rt::softplus(fma, t);
        out[1] = t2 - (x[1] + sigmoid * sign);
        out[2] = -x[0];
        out[3] = sign * (sigmoid * (1.0 - sigmoid)) * sign;
        out[4] = -1.0;
        out[5] = 0.0;
    });
}

// ml-bce-with-sigmoid
fn e404(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sigmoid = ::chainrule::__rt::sigmoid(fma, x[1]);
        out[0] = ::chainrule::__rt::softplus(fma, x[1]) - x[0] * x[1];
        out[1] = -x[1];
        out[2] = sigmoid - x[0];
        out[3] = 0.0;
        out[4] = -1.0;
        out[5] = sigmoid * (1.0 - sigmoid);
    });
}

// ml-hinge
fn e405(x: &[f64], out: &mut [f64]) {
    let t = 1.0 - x[0] * x[1];
    let max = ::chainrule::__rt::max(0.0, t);
    let t2 = if max <= f64::INFINITY { 1.0 } else { f64::NAN };
    let c = t <= 0.0;
    out[0] = max;
    out[1] = ::chainrule::__rt::select(c, 0.0, -(x[1] * t2));
    out[2] = ::chainrule::__rt::select(c, 0.0, -(x[0] * t2));
    out[3] = 0.0;
    out[4] = if c { 0.0 } else { -t2 };
    out[5] = 0.0;
}

// ml-quantile-loss
fn e406(x: &[f64], out: &mut [f64]) {
    let t = x[1] - x[2];
    let t2 = x[0] * t;
    let t3 = x[0] - 1.0;
    let t4 = t * t3;
    let max = ::chainrule::__rt::max(t2, t4);
    let c = t4 <= t2;
    let t5 = if max <= f64::INFINITY { 1.0 } else { f64::NAN };
    let c2 = t2 < t4;
    let t6 = t * t5;
    let t7 = if c { 0.0 } else { t3 * t5 };
    let t8 = ::chainrule::__rt::select(c2, 0.0, x[0] * t5);
    let t9 = t5 * ((if c2 { 0.0 } else { 1.0 }) + (if c { 0.0 } else { 1.0 }));
    out[0] = max;
    out[1] = (if c { 0.0 } else { t6 }) + (if c2 { 0.0 } else { t6 });
    out[2] = t7 + t8;
    out[3] = -t7 - t8;
    out[4] = 0.0;
    out[5] = t9;
    out[6] = -t9;
    out[7] = 0.0;
    out[8] = 0.0;
    out[9] = 0.0;
}

// ml-poisson-nll
fn e407(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, x[0]);
        out[0] = exp - x[0] * x[1];
        out[1] = exp - x[1];
        out[2] = -x[0];
        out[3] = exp;
        out[4] = -1.0;
        out[5] = 0.0;
    });
}

// ml-tukey-inside
fn e408(x: &[f64], out: &mut [f64]) {
    let r2 = 1.0 / x[0];
    let t = x[1] * r2;
    let t2 = t * t;
    let t3 = 1.0 - t2;
    let t4 = t3 * t3;
    let t5 = 1.0 - t4 * t3;
    let t6 = t3 * (2.0 * x[1] * t + x[0] * t3) * r2;
    out[0] = 0.16666666666666666 * x[0] * t5 * x[0];
    out[1] = 0.3333333333333333 * x[0] * t5 - x[1] * t * t3 * t3;
    out[2] = x[1] * t3 * t3;
    out[3] = 0.3333333333333333 * t5 + t * (t4 - 2.0 * t6) * t;
    out[4] = -2.0 * t * (t4 - t6);
    out[5] = t3 * (1.0 - 5.0 * t2);
}

// ml-logistic-regression-loss
fn e409(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[1] * x[2] + x[3] * x[4] + x[5];
        let sigmoid = ::chainrule::__rt::sigmoid(fma, t);
        let t2 = x[0] - sigmoid;
        out[0] = ::chainrule::__rt::softplus(fma, t) - x[0] * t;
        out[1] = -t;
        out[2] = -(x[2] * t2);
        out[3] = -(x[1] * t2);
        out[4] = -(x[4] * t2);
        out[5] = -(x[3] * t2);
        out[6] = sigmoid - x[0];
    });
}

// ml-two-layer-neuron
fn e410(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sigmoid = ::chainrule::__rt::sigmoid(fma, x[1] * x[2] + x[3]);
        let sigmoid2 = ::chainrule::__rt::sigmoid(fma, x[0] * sigmoid + x[4]);
        let t = sigmoid2 - x[5];
        let t2 = t * (sigmoid2 * (1.0 - sigmoid2));
        let t3 = x[0] * t2 * (sigmoid * (1.0 - sigmoid));
        out[0] = 0.5 * (t * t);
        out[1] = sigmoid * t2;
        out[2] = x[2] * t3;
        out[3] = x[1] * t3;
        out[4] = t3;
        out[5] = t2;
        out[6] = x[5] - sigmoid2;
    });
}

// ml-three-layer-chain
fn e411(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sigmoid = ::chainrule::__rt::sigmoid(fma, x[2] * x[3] + x[4]);
        let sigmoid2 = ::chainrule::__rt::sigmoid(fma, x[1] * sigmoid + x[5]);
        let sigmoid3 = ::chainrule::__rt::sigmoid(fma, x[0] * sigmoid2 + x[6]);
        let t = sigmoid3 - x[7];
        let t2 = t * (sigmoid3 * (1.0 - sigmoid3));
        let t3 = x[0] * t2 * (sigmoid2 * (1.0 - sigmoid2));
        let t4 = x[1] * t3 * (sigmoid * (1.0 - sigmoid));
        out[0] = 0.5 * (t * t);
        out[1] = sigmoid2 * t2;
        out[2] = sigmoid * t3;
        out[3] = x[3] * t4;
        out[4] = x[2] * t4;
        out[5] = t4;
        out[6] = t3;
        out[7] = t2;
        out[8] = x[7] - sigmoid3;
    });
}

// ml-layer-norm-first-of-three
fn e412(x: &[f64], out: &mut [f64]) {
    let t = 0.3333333333333333 * (x[0] + x[1] + x[2]);
    let t2 = x[0] - t;
    let t3 = x[1] - t;
    let t4 = x[2] - t;
    let r = 1.0 / ::chainrule::__rt::sqrt(0.3333333333333333 * (t2 * t2 + t3 * t3 + t4 * t4) + 1e-5);
    let t5 = t2 * r;
    let t6 = t5 * r;
    let t7 = t6 * r;
    let t8 = t4 * t7;
    let t9 = t3 * t7;
    let t10 = r - 0.3333333333333333 * t5 * r * t5;
    let t11 = 0.1111111111111111 * t9;
    let t12 = 0.3333333333333333 * t10;
    let t13 = 0.1111111111111111 * t8;
    let t14 = t7 * t6;
    let t15 = t3 + t4;
    let t16 = r * r * r;
    let t17 = 0.3333333333333333 * t14 - 0.16666666666666666 * t7 * r * t15 * r - 0.3333333333333333 * t16;
    let t18 = 0.1111111111111111 * t7;
    let t19 = 0.6666666666666666 * t4;
    let t20 = t18 + t19 * t17;
    let t21 = 0.6666666666666666 * t3;
    let t22 = t18 + t21 * t17;
    let t23 = 0.6666666666666666 * t2;
    let t24 = 0.4444444444444444 * t7 - 0.1111111111111111 * t15 * r * r * r - t23 * t17;
    let t25 = 0.3333333333333333 * t24;
    let t26 = (0.2222222222222222 * t3 - 0.1111111111111111 * t4) * r * r;
    let t27 = 0.16666666666666666 * t14 - 0.16666666666666666 * t16;
    let t28 = 1.5 * t7;
    let t29 = t27 - t28 * t26;
    let t30 = t18 - t19 * t29;
    let t31 = 0.2222222222222222 * t7;
    let t32 = t31 + t21 * t29;
    let t33 = t31 - t26 * r - t23 * t29;
    let t34 = (0.1111111111111111 * t3 - 0.2222222222222222 * t4) * r * r;
    let t35 = t27 + t28 * t34;
    let t36 = t31 + t19 * t35;
    let t37 = t36 - (t18 - t21 * t35) - (t31 + t34 * r - t23 * t35);
    out[0] = t5;
    out[1] = t13 + t11 + 0.6666666666666666 * t10;
    out[2] = t13 - 0.2222222222222222 * t9 - t12;
    out[3] = t11 - 0.2222222222222222 * t8 - t12;
    out[4] = -t24 - 0.3333333333333333 * (t20 + t22 - t24);
    out[5] = 0.6666666666666666 * t22 - 0.3333333333333333 * t20 + t25;
    out[6] = 0.6666666666666666 * t20 - 0.3333333333333333 * t22 + t25;
    out[7] = -t32 - 0.3333333333333333 * (t30 - t32 + t33);
    out[8] = 0.6666666666666666 * t30 + 0.3333333333333333 * t32 - 0.3333333333333333 * t33;
    out[9] = 0.3333333333333333 * t37 - t36;
}

// ml-rms-norm-first-of-three
fn e413(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(0.3333333333333333 * (x[1] * x[1] + x[2] * x[2] + x[3] * x[3]) + 1e-6);
    let r = 1.0 / root;
    let t = x[0] * r;
    let t2 = x[1] * r;
    let t3 = t * r;
    let t4 = t3 * t2;
    let t5 = -0.3333333333333333 * x[3];
    let t6 = -0.3333333333333333 * x[2];
    let t7 = t2 * r;
    let t8 = t7 * r;
    let t9 = r - 0.3333333333333333 * t2 * r * t2;
    let t10 = x[2] * t3 * t8;
    let t11 = 0.3333333333333333 * x[3];
    let t12 = x[0] * (t8 * t7 - r * r * r);
    out[0] = t * x[1];
    out[1] = t2;
    out[2] = x[0] * t9;
    out[3] = t6 * t4;
    out[4] = t5 * t4;
    out[5] = 0.0;
    out[6] = t9;
    out[7] = t6 * t8;
    out[8] = t5 * t8;
    out[9] = 0.3333333333333333 * x[1] * t12 - 0.6666666666666666 * t4;
    out[10] = 0.3333333333333333 * x[2] * t12;
    out[11] = t11 * t12;
    out[12] = -0.3333333333333333 * (t4 - t10 * x[2]);
    out[13] = t11 * t10;
    out[14] = -0.3333333333333333 * (t4 - x[3] * t3 * t8 * x[3]);
}

// ml-attention-2-keys
fn e414(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[1];
        let exp = ::chainrule::__rt::exp(fma, t);
        let t2 = x[0] * x[3];
        let exp2 = ::chainrule::__rt::exp(fma, t2);
        let logsumexp = ::chainrule::__rt::logsumexp(fma, &[t, t2]);
        let exp3 = ::chainrule::__rt::exp(fma, -logsumexp);
        let t3 = (exp * x[2] + exp2 * x[4]) * exp3;
        let exp4 = ::chainrule::__rt::exp(fma, t - logsumexp);
        let exp5 = ::chainrule::__rt::exp(fma, t2 - logsumexp);
        let t4 = t3 * exp5 - exp2 * (x[4] * exp3);
        let t5 = t3 * exp4 - exp * (x[2] * exp3);
        out[0] = t3;
        out[1] = -(x[3] * t4) - x[1] * t5;
        out[2] = -(x[0] * t5);
        out[3] = exp4;
        out[4] = -(x[0] * t4);
        out[5] = exp5;
    });
}

// ml-ridge
fn e415(x: &[f64], out: &mut [f64]) {
    let t = x[0] - x[1] * x[2] - x[3] * x[4];
    let t2 = x[1] * x[1] + x[3] * x[3];
    out[0] = t * t + x[5] * t2;
    out[1] = 2.0 * t;
    out[2] = 2.0 * (x[1] * x[5] - x[2] * t);
    out[3] = -2.0 * x[1] * t;
    out[4] = 2.0 * (x[3] * x[5] - x[4] * t);
    out[5] = -2.0 * x[3] * t;
    out[6] = t2;
}

// ml-elastic-net
fn e416(x: &[f64], out: &mut [f64]) {
    let t = x[0] - x[1] * x[2];
    let abs = ::chainrule::__rt::abs(x[1]);
    out[0] = 0.5 * (t * t) + x[3] * abs + 0.5 * x[1] * x[4] * x[1];
    out[1] = t;
    out[2] = x[1] * x[4] + x[3] * ::chainrule::__rt::sign(x[1]) - x[2] * t;
    out[3] = -(x[1] * t);
    out[4] = abs;
    out[5] = 0.5 * (x[1] * x[1]);
}

// sympy-001
fn e417(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let t2 = t - 6.0;
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t3 = x[0] * t2;
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t4 = x[0] * sin;
        let t5 = 3.0 * cos + t4;
        let t6 = 2.0 * t4 + 2.0 * t5 + t2 * cos;
        let t7 = 2.0 * x[0];
        let t8 = t6 - sin * (6.0 * x[0] + t3);
        out[0] = t3 * sin + (3.0 * t - 6.0) * cos;
        out[1] = t3 * cos + t7 * t5 - t7 * t4;
        out[2] = t8 - t7 * (2.0 * sin - x[0] * cos);
    });
}

// sympy-002
fn e418(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 3.0 * (x[0] * x[0]) - 6.0;
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t2 = t * cos;
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        out[0] = t2;
        out[1] = 6.0 * x[0] * cos - t * sin;
        out[2] = 6.0 * cos - t2 - 12.0 * x[0] * sin;
    });
}

// sympy-003
fn e419(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, x[0] * x[0]);
        out[0] = exp;
        out[1] = 2.0 * x[0] * exp;
        out[2] = 2.0 * exp + 4.0 * x[0] * exp * x[0];
    });
}

// sympy-004
fn e420(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[0];
        let t2 = t * t * x[0];
        let sin = ::chainrule::__rt::sin(fma, t2);
        let cos = ::chainrule::__rt::cos(fma, t2);
        let t3 = x[0] * (20.0 * cos - 25.0 * x[0] * sin * t * t) * x[0];
        out[0] = sin;
        out[1] = 5.0 * cos * t * t;
        out[2] = t3 * x[0];
    });
}

// sympy-005
fn e421(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(x[0]);
    let t = tan * tan + 1.0;
    out[0] = tan;
    out[1] = t;
    out[2] = 2.0 * tan * t;
}

// sympy-006
fn e422(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let c2 = 0.0 <= x[0];
        out[0] = x[0] * ln - x[0];
        out[1] = ln + (if c2 { 1.0 } else { f64::NAN }) - 1.0;
        out[2] = if c2 { 1.0 / x[0] } else { f64::NAN };
    });
}

// sympy-007
fn e423(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let c2 = 0.0 <= x[0];
        out[0] = x[0] * ln;
        out[1] = ln + (if c2 { 1.0 } else { f64::NAN });
        out[2] = if c2 { 1.0 / x[0] } else { f64::NAN };
    });
}

// sympy-008
fn e424(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let r = 1.0 / sin;
        let c2 = 0.0 <= sin;
        let t = if c2 { r } else { f64::NAN };
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        out[0] = ::chainrule::__rt::ln(fma, sin);
        out[1] = t * cos;
        out[2] = -(sin * t) - cos * ((if c2 { cos } else { f64::NAN }) * r * r);
    });
}

// sympy-009
fn e425(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp2 = ::chainrule::__rt::exp2(fma, x[0]);
        out[0] = 1.4426950408889634 * exp2;
        out[1] = exp2;
        out[2] = 0.6931471805599453 * exp2;
    });
}

// sympy-010
fn e426(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, 5.0 * x[0]);
        out[0] = 15.0 * exp + 2.0;
        out[1] = 75.0 * exp;
        out[2] = 375.0 * exp;
    });
}

// sympy-011
fn e427(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, x[1]);
        let t = x[0] * exp;
        let sin = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, t);
        let t2 = x[0] * cos;
        let t3 = exp * sin;
        out[0] = sin;
        out[1] = exp * cos;
        out[2] = exp * t2;
        out[3] = -(exp * t3);
        out[4] = exp * (cos - x[0] * t3);
        out[5] = exp * (t2 - x[0] * (t * sin));
    });
}

// sympy-012
fn e428(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] + 1.0;
        let sin = ::chainrule::__rt::sin(fma, t);
        out[0] = sin;
        out[1] = ::chainrule::__rt::cos(fma, t);
        out[2] = -sin;
    });
}

// sympy-013
fn e429(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let cos2 = ::chainrule::__rt::cos(fma, cos);
        let sin = ::chainrule::__rt::sin(fma, cos);
        let sin2 = ::chainrule::__rt::sin(fma, x[0]);
        out[0] = cos2;
        out[1] = sin * sin2;
        out[2] = cos * sin - sin2 * (cos2 * sin2);
    });
}

// sympy-014
fn e430(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        out[0] = 3.0 * sin;
        out[1] = 3.0 * ::chainrule::__rt::cos(fma, x[0]);
        out[2] = -3.0 * sin;
    });
}

// sympy-015
fn e431(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, 5.0 * x[0]);
        out[0] = 3.0 * exp;
        out[1] = 15.0 * exp;
        out[2] = 75.0 * exp;
    });
}

// sympy-016
fn e432(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, x[0] * x[1]);
        let t = x[1] * exp;
        let t2 = x[0] * exp;
        out[0] = exp;
        out[1] = t;
        out[2] = t2;
        out[3] = x[1] * t;
        out[4] = exp + x[0] * t;
        out[5] = x[0] * t2;
    });
}

// sympy-017
fn e433(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, 5.0 * x[0]);
        out[0] = 2.0 * x[0] + 3.0 * exp;
        out[1] = 15.0 * exp + 2.0;
        out[2] = 75.0 * exp;
    });
}

// sympy-018
fn e434(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, 5.0 * x[0]);
        out[0] = exp;
        out[1] = 5.0 * exp;
        out[2] = 25.0 * exp;
    });
}

// sympy-019
fn e435(x: &[f64], out: &mut [f64]) {
    let t2 = x[0] + x[1] * x[2];
    let t3 = x[3] + x[2] * x[4];
    let norm = ::chainrule::__rt::norm(&[t2, t3]);
    let r = 1.0 / norm;
    let c2 = norm == 0.0;
    let t4 = t2 * r * r * r;
    let t5 = t3 * r * r * r;
    out[0] = r;
    out[1] = if c2 { 0.0 } else { -t4 };
    out[2] = ::chainrule::__rt::select(c2, 0.0, -(x[2] * t4));
    out[3] = if c2 { 0.0 } else { -(x[4] * t5) - x[1] * t4 };
    out[4] = if c2 { 0.0 } else { -t5 };
    out[5] = ::chainrule::__rt::select(c2, 0.0, -(x[2] * t5));
}

// sympy-020
fn e436(x: &[f64], out: &mut [f64]) {
    let t2 = x[0] * x[2];
    let t3 = x[2] * x[3];
    out[0] = x[0] * (x[1] + t2) + x[3] * (x[4] + t3);
    out[1] = x[1] + 2.0 * t2;
    out[2] = x[0];
    out[3] = x[3] * x[3] + x[0] * x[0];
    out[4] = x[4] + 2.0 * t3;
    out[5] = x[3];
}

// sympy-021
fn e437(x: &[f64], out: &mut [f64]) {
    let t = 2.0 * x[0] + 1.0;
    let r = 1.0 / x[0];
    let t2 = t * r;
    let root = ::chainrule::__rt::sqrt(x[0]);
    let root2 = ::chainrule::__rt::sqrt(t2);
    let t3 = x[0] * t2;
    let t4 = t3 * root * root2;
    let t5 = t4 * t3;
    let root3 = ::chainrule::__rt::sqrt(t);
    let t6 = 1.0 - x[0] - 6.0 * (x[0] * x[0]);
    let t7 = root3 * t6;
    let t8 = 3.0 * t5;
    let t9 = t * root3;
    let t10 = 3.0 * t - 5.0;
    let t11 = t4 * t10;
    let t12 = t2 * t4;
    let t13 = 2.0 * (t8 + 3.0 * t7 + 2.5 * t11) - 2.0 * t9;
    let t14 = 2.5 * t10 * (t * t2 * root * root2 - t12);
    let t15 = x[0] * root;
    let t16 = t * root;
    let t17 = t2 * root2;
    let t18 = root2 * t10 * (7.5 * t15 - 3.75 * t16);
    let t19 = (6.25 * t11 + 15.0 * root2 * t3 * t15 + t18) * r;
    let t20 = 2.5 * root * t10 * t17 - 12.0 * root3 - 24.0 * t9;
    let t21 = t20 + 3.75 * t2 * root * t10 * t17 + 15.0 * t12;
    let t22 = 6.0 * (2.5 * t12 + t17 * (5.0 * t15 - 2.5 * t16));
    let t23 = t21 - 144.0 * x[0] * root3 + 6.0 * t6 / root3 + t22;
    let t24 = t * (1.25 * t2 / root * root2 * t10 + t19 * r);
    out[0] = t * (t8 + 2.0 * t7) - 5.0 * t5;
    out[1] = t13 - 24.0 * x[0] * t9 - t14;
    out[2] = t23 + 2.0 * t19 - t24;
}

// sympy-022
fn e438(x: &[f64], out: &mut [f64]) {
    let t = 2.0 * x[0] + 1.0;
    let r = 1.0 / x[0];
    let t2 = t * r;
    let root = ::chainrule::__rt::sqrt(x[0]);
    let root2 = ::chainrule::__rt::sqrt(t2);
    let t3 = x[0] * t2;
    let t4 = root * root2;
    let t5 = t4 * t3;
    let t6 = 7.5 * t2;
    let t7 = 18.75 * t5 + root2 * (22.5 * x[0] * root - 11.25 * t * root);
    let t8 = t7 * r;
    let t9 = t6 * t4 + 11.25 * t2 * t4 * t2 + 2.0 * t8;
    out[0] = 3.0 * t3 * root * root2 * t3;
    out[1] = t6 * t5 - 7.5 * t * t2 * t4 + 15.0 * t5;
    out[2] = t9 - t * (3.75 * t2 / root * root2 + t8 * r);
}

// sympy-023
fn e439(x: &[f64], out: &mut [f64]) {
    let t2 = x[0] + x[1] * x[2];
    let t3 = x[3] + x[2] * x[4];
    let norm = ::chainrule::__rt::norm(&[t2, t3]);
    let c2 = norm == 0.0;
    let r = 1.0 / norm;
    let t4 = t2 * r;
    let t5 = t3 * r;
    out[0] = norm;
    out[1] = if c2 { 0.0 } else { t4 };
    out[2] = ::chainrule::__rt::select(c2, 0.0, x[2] * t4);
    out[3] = ::chainrule::__rt::select(c2, 0.0, x[4] * t5 + x[1] * t4);
    out[4] = if c2 { 0.0 } else { t5 };
    out[5] = ::chainrule::__rt::select(c2, 0.0, x[2] * t5);
}

// sympy-024
fn e440(x: &[f64], out: &mut [f64]) {
    let t = 2.0 * x[0] + 1.0;
    let r = 1.0 / x[0];
    let t2 = t * r;
    let root = ::chainrule::__rt::sqrt(x[0]);
    let root2 = ::chainrule::__rt::sqrt(t2);
    let t3 = x[0] * t2;
    let root3 = ::chainrule::__rt::sqrt(t);
    let t4 = x[0] + 6.0 * (x[0] * x[0]) - 1.0;
    let t5 = 2.0 * root3;
    let r2 = 1.0 / root3;
    let t6 = t4 * r2;
    let t7 = root * root2;
    let t8 = t7 * t3;
    let t9 = 7.5 * t2;
    let t10 = t9 * t8 - t5 - 24.0 * x[0] * root3;
    let t11 = 18.75 * t8 + root2 * (22.5 * x[0] * root - 11.25 * t * root);
    let t12 = t11 * r;
    let t13 = t9 * t7 - 24.0 * root3 - 4.0 * r2;
    let t14 = t13 + 11.25 * t2 * t7 * t2 - 48.0 * x[0] * r2;
    let t15 = t14 + 2.0 * t6 * r2 * r2 + 2.0 * t12;
    out[0] = 3.0 * t3 * root * root2 * t3 - t5 * t4;
    out[1] = t10 - 7.5 * t * t2 * t7 - 2.0 * (t6 - 7.5 * t8);
    out[2] = t15 - t * (3.75 * t2 / root * root2 + t12 * r);
}

// sympy-025
fn e441(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(2.0 * x[0] + 1.0);
    let t = 1.0 - x[0] - 6.0 * (x[0] * x[0]);
    let t2 = 2.0 * root;
    let r = 1.0 / root;
    let t3 = x[0] * r;
    let t4 = 2.0 * (r + 12.0 * t3 + t * r * r * r);
    out[0] = t2 * t;
    out[1] = 2.0 * t * r - t2 - 24.0 * x[0] * root;
    out[2] = -24.0 * root - 2.0 * r - 24.0 * t3 - t4;
}

// sympy-026
fn e442(x: &[f64], out: &mut [f64]) {
    out[0] = -2.0 * x[0] - 12.0 * (x[0] * x[0]);
    out[1] = -24.0 * x[0] - 2.0;
    out[2] = -24.0;
}

// sympy-027
fn e443(x: &[f64], out: &mut [f64]) {
    out[0] = 1.0 - x[0] - 6.0 * (x[0] * x[0]);
    out[1] = -12.0 * x[0] - 1.0;
    out[2] = -12.0;
}

// sympy-028
fn e444(x: &[f64], out: &mut [f64]) {
    let t2 = x[0] + x[1] * x[2];
    let t3 = x[3] + x[2] * x[4];
    let t4 = 2.0 * x[2];
    out[0] = t2 * t2 + t3 * t3;
    out[1] = 2.0 * t2;
    out[2] = t4 * t2;
    out[3] = 2.0 * (x[4] * t3 + x[1] * t2);
    out[4] = 2.0 * t3;
    out[5] = t4 * t3;
}

// sympy-029
fn e445(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = 4.0 * (t * x[0]);
    let t3 = 12.0 * t;
    out[0] = 4.0 * x[0] + 6.0 * t + t * t + t2;
    out[1] = 12.0 * x[0] + t3 + t2 + 4.0;
    out[2] = 24.0 * x[0] + t3 + 12.0;
}

// sympy-030
fn e446(x: &[f64], out: &mut [f64]) {
    let t = 2.0 * x[0] + 1.0;
    let r = 1.0 / x[0];
    let t2 = t * r;
    let root = ::chainrule::__rt::sqrt(x[0]);
    let root2 = ::chainrule::__rt::sqrt(t2);
    let t3 = x[0] * t2;
    let t4 = root * root2;
    let t5 = t4 * t3;
    let t6 = 12.5 * t2;
    let t7 = 31.25 * t5 + root2 * (37.5 * x[0] * root - 18.75 * t * root);
    let t8 = t7 * r;
    let t9 = t * (6.25 * t2 / root * root2 + t8 * r) - t6 * t4;
    out[0] = -5.0 * t3 * root * root2 * t3;
    out[1] = 12.5 * t * t2 * t4 - t6 * t5 - 25.0 * t5;
    out[2] = t9 - 18.75 * t2 * t4 * t2 - 2.0 * t8;
}

// sympy-031
fn e447(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(2.0 * x[0] + 1.0);
    let r = 1.0 / root;
    out[0] = root;
    out[1] = r;
    out[2] = -(r * r * r);
}

// sympy-032
fn e448(x: &[f64], out: &mut [f64]) {
    let t = 2.0 * x[0] + 1.0;
    let r = 1.0 / x[0];
    let t2 = t * r;
    let root = ::chainrule::__rt::sqrt(x[0]);
    let root2 = ::chainrule::__rt::sqrt(t2);
    let t3 = x[0] * t2;
    let t4 = 3.0 * t3 * root * root2 * t3;
    let root3 = ::chainrule::__rt::sqrt(t);
    let t5 = x[0] + 6.0 * (x[0] * x[0]) - 1.0;
    let t6 = root3 * t5;
    let t7 = t * root3;
    let t8 = t * root;
    let t9 = t8 * root2;
    let t10 = t9 * t3;
    let t11 = t2 * t9;
    let t12 = t2 * root * root2;
    let t13 = t12 * t3;
    let t14 = 2.0 * (t4 - 3.0 * t6 + 7.5 * t10) - 2.0 * t7;
    let t15 = 18.75 * t10 + 15.0 * x[0] * root * root2 * t3;
    let t16 = (t15 + t * root2 * (22.5 * x[0] * root - 11.25 * t8)) * r;
    let t17 = 3.75 * t / root * t2 * root2 - 11.25 * t2 * t12;
    let t18 = 30.0 * root * root2 * t3 - 12.0 * root3 - 24.0 * t7;
    let t19 = t18 - 7.5 * t11 + 30.0 * t13 - 144.0 * x[0] * root3;
    let t20 = t19 - 6.0 * t5 / root3 + 2.0 * t16;
    out[0] = t * (t4 - 2.0 * t6);
    out[1] = t14 - 24.0 * x[0] * t7 - 7.5 * t * (t11 - t13);
    out[2] = t20 - t * (t17 + t16 * r);
}

// sympy-033
fn e449(x: &[f64], out: &mut [f64]) {
    let t = 2.0 * x[0] + 1.0;
    let r = 1.0 / x[0];
    let t2 = t * r;
    let root = ::chainrule::__rt::sqrt(x[0]);
    let root2 = ::chainrule::__rt::sqrt(t2);
    let t3 = x[0] * t2;
    let t4 = 3.0 * t3 * root * root2 * t3;
    let root3 = ::chainrule::__rt::sqrt(t);
    let t5 = 1.0 - x[0] - 6.0 * (x[0] * x[0]);
    let t6 = root3 * t5;
    let t7 = t * root3;
    let t8 = t * root;
    let t9 = t8 * root2;
    let t10 = t9 * t3;
    let t11 = t2 * t9;
    let t12 = t2 * root * root2;
    let t13 = t12 * t3;
    let t14 = 2.0 * (t4 + 3.0 * t6 + 7.5 * t10) - 2.0 * t7;
    let t15 = 18.75 * t10 + 15.0 * x[0] * root * root2 * t3;
    let t16 = (t15 + t * root2 * (22.5 * x[0] * root - 11.25 * t8)) * r;
    let t17 = 3.75 * t / root * t2 * root2 - 11.25 * t2 * t12;
    let t18 = 30.0 * root * root2 * t3 - 12.0 * root3 - 24.0 * t7;
    let t19 = t18 - 7.5 * t11 + 30.0 * t13 - 144.0 * x[0] * root3;
    let t20 = t19 + 6.0 * t5 / root3 + 2.0 * t16;
    out[0] = t * (t4 + 2.0 * t6);
    out[1] = t14 - 24.0 * x[0] * t7 - 7.5 * t * (t11 - t13);
    out[2] = t20 - t * (t17 + t16 * r);
}

// sympy-034
fn e450(x: &[f64], out: &mut [f64]) {
    let t = 4.0 * x[0];
    out[0] = t + 2.0 * (x[0] * x[0]);
    out[1] = t + 4.0;
    out[2] = 4.0;
}

// sympy-035
fn e451(x: &[f64], out: &mut [f64]) {
    let t2 = x[1] * x[2];
    let t3 = x[0] + t2;
    let t4 = 2.0 * x[2];
    let t5 = 2.0 * x[1];
    out[0] = t3 * t3;
    out[1] = 2.0 * t3;
    out[2] = t4 * t3;
    out[3] = t5 * t3;
    out[4] = 2.0;
    out[5] = t4;
    out[6] = t5;
    out[7] = 2.0 * (x[2] * x[2]);
    out[8] = 2.0 * (t2 + t3);
    out[9] = 2.0 * (x[1] * x[1]);
}

// sympy-036
fn e452(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[0];
        let t = ::chainrule::__rt::cos(fma, x[0]) * r;
        let t2 = (t + ::chainrule::__rt::sin(fma, x[0])) * r;
        out[0] = t;
        out[1] = -t2;
        out[2] = 2.0 * t2 * r - t;
    });
}

// sympy-037
fn e453(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 1.0);
    let t = x[0] * r;
    let t2 = t * x[0];
    let r2 = 1.0 / (t2 * t2 + 1.0);
    let t3 = t * r2;
    let t4 = x[0] * r2 * t3 * (t - 2.0) * x[0] * x[0];
    let t5 = (2.0 * r2 + 4.0 * t4) * r * r;
    out[0] = ::chainrule::__rt::atan(t2);
    out[1] = t3 * (2.0 - t);
    out[2] = t5 - 2.0 * t * r * (r2 + t4) * r;
}

// sympy-038
fn e454(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 1.0);
    let t = x[0] * r;
    out[0] = t * x[0];
    out[1] = 2.0 * t - t * t;
    out[2] = 2.0 * (r * r * r);
}

// sympy-039
fn e455(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] * x[0] + x[1] * x[1]);
    let t = 2.0 * (r * r);
    let t2 = x[1] * r;
    let t3 = x[0] * r;
    out[0] = r;
    out[1] = -2.0 * x[0] * r * r;
    out[2] = -2.0 * x[1] * r * r;
    out[3] = 8.0 * t3 * r * t3 - t;
    out[4] = 8.0 * x[1] * (t3 * r * r);
    out[5] = 8.0 * t2 * r * t2 - t;
}

// sympy-040
fn e456(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] * x[0] + x[1] * x[1];
    out[1] = 2.0 * x[0];
    out[2] = 2.0 * x[1];
    out[3] = 2.0;
    out[4] = 0.0;
    out[5] = 2.0;
}

// sympy-041
fn e457(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] * x[0] + x[1] * x[1]);
    let t = x[0] * r;
    let t2 = x[1] * r;
    let t3 = 16.0 * x[0] * r * x[1] * r * r;
    let t4 = 2.0 * x[0];
    let t5 = 8.0 * t;
    let t6 = 24.0 * t * r * t2 * t - 4.0 * t2 * r * r;
    let t7 = 2.0 * x[1];
    let t8 = t7 * (24.0 * t2 * r * t * t2 - 4.0 * t * r * r);
    out[0] = -2.0 * x[0] * r * x[1] * r;
    out[1] = t5 * t2 * t - 2.0 * t2 * r;
    out[2] = 8.0 * x[0] * r * t2 * t2 - t4 * r * r;
    out[3] = t3 - t4 * t6;
    out[4] = t5 * r * t - 2.0 * (r * r) - t7 * t6;
    out[5] = t3 - t8;
}

// sympy-042
fn e458(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[1] * x[1] + x[0] * x[0]);
    let t = x[1] * r;
    let t2 = x[0] * r;
    let t3 = t * r;
    let t4 = x[0] * t3 * t3;
    let t5 = t2 * x[1] * r;
    let t6 = 192.0 * t5 * r * t5 - 24.0 * (t3 * t3);
    let t7 = t2 * r;
    let t8 = x[1] * t;
    let t9 = 2.0 * t6 - 96.0 * (t7 * t7) + 16.0 * (r * r * r);
    let t10 = 2.0 * x[1] * (t3 * t7 * (192.0 * t8 - 48.0));
    out[0] = 8.0 * x[0] * r * t * t;
    out[1] = 8.0 * t * r * t - 48.0 * (t5 * t5);
    out[2] = t2 * t3 * (16.0 - 48.0 * t8);
    out[3] = 2.0 * x[0] * t6 - 96.0 * t4;
    out[4] = x[1] * t9;
    out[5] = 16.0 * t7 * r - 144.0 * t4 + t10;
}

// sympy-043
fn e459(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] * x[0] + x[1] * x[1]);
    let t = r * r;
    let t2 = 6.0 * (t * t);
    let t3 = x[0] * r;
    let t4 = t3 * r;
    let t5 = x[1] * r * r;
    out[0] = t * r;
    out[1] = -6.0 * x[0] * t * t;
    out[2] = -6.0 * x[1] * t * t;
    out[3] = 48.0 * t4 * r * t4 - t2;
    out[4] = 48.0 * x[1] * (t3 * t * t);
    out[5] = 48.0 * t5 * r * t5 - t2;
}

// sympy-044
fn e460(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[1] + 1.0);
    let t = x[0] * r;
    let r2 = 1.0 / (t * t + 1.0);
    let t2 = t * r;
    let t3 = t2 * r2;
    let t4 = r * r2;
    let t5 = t * r2;
    let t6 = t5 * r;
    let t7 = x[0] * t4;
    let t8 = 8.0 * t7 * r * t4 * t7;
    let t9 = t4 * t4;
    let t10 = t5 * t;
    let t11 = 2.0 * t3 * r;
    let t12 = (2.0 * r2 + x[0] * (t8 - 10.0 * t9) * x[0]) * r * r;
    let t13 = 10.0 * t3 * r * r2 - t11 * (4.0 * t10 - 2.0) * r2;
    out[0] = -t3;
    out[1] = 2.0 * (t6 * t6) - t4 * r;
    out[2] = t11 * (1.0 - t10);
    out[3] = -(t2 * (t8 - 6.0 * t9));
    out[4] = t12 * r;
    out[5] = t2 * r * (x[0] * t13 - 6.0 * r * r2);
}

// sympy-045
fn e461(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[1] + 1.0);
    let t = x[0] * r;
    let r2 = 1.0 / (t * t + 1.0);
    let t2 = t * r;
    let t3 = r * r2;
    let t4 = t * r2;
    let t5 = t4 * r;
    let t6 = t * t3;
    let t7 = 16.0 * t6 * t3 * t6;
    let t8 = t3 * r * t3;
    let t9 = t4 * t;
    let t10 = (6.0 * r * r2 + x[0] * (t7 - 24.0 * t8) * x[0]) * r;
    let t11 = 2.0 * t3 * t2 * (8.0 * t9 - 6.0) * t3;
    let t12 = x[0] * (24.0 * t3 * t2 * t3 - t11);
    out[0] = 2.0 * t * r * r2 * r;
    out[1] = 2.0 * r * r2 * r * r - 4.0 * t5 * r * t5;
    out[2] = -(t5 * r * (6.0 - 4.0 * t9) * r);
    out[3] = t2 * (t7 - 12.0 * t8);
    out[4] = -(t10 * r * r);
    out[5] = -(t2 * r * (t12 - 24.0 * r * r2 * r));
}

// sympy-046
fn e462(x: &[f64], out: &mut [f64]) {
    let t = x[1] + 1.0;
    let r = 1.0 / (x[0] * x[0] + t * t);
    let t2 = x[0] * r;
    let t3 = t2 * r;
    let t4 = 4.0 * t2 * r * t2 - r * r;
    out[0] = -t2;
    out[1] = 2.0 * (t2 * t2) - r;
    out[2] = 2.0 * t * t3;
    out[3] = 4.0 * t3 - 2.0 * x[0] * t4;
    out[4] = -2.0 * t * t4;
    out[5] = 2.0 * t3 - 8.0 * t * r * t3 * t;
}

// sympy-047
fn e463(x: &[f64], out: &mut [f64]) {
    let t = x[1] + 1.0;
    let r = 1.0 / (x[0] * x[0] + t * t);
    let t2 = r * r;
    let t3 = 4.0 * (t2 * r);
    let t4 = t * r * r;
    let t5 = x[0] * r * r;
    out[0] = t2;
    out[1] = -4.0 * x[0] * r * r * r;
    out[2] = -4.0 * t * r * r * r;
    out[3] = 24.0 * (t5 * t5) - t3;
    out[4] = 24.0 * t * (x[0] * t2 * t2);
    out[5] = 24.0 * (t4 * t4) - t3;
}

// sympy-048
fn e464(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 1.0);
    let t = (x[0] + x[1] + 1.0) * r;
    let r2 = 1.0 / (t * t + 1.0);
    let t2 = r * r2;
    let t3 = x[1] * r * r2 * r;
    let t4 = t * r;
    let t5 = t4 * t3 * r2;
    out[0] = ::chainrule::__rt::atan(t);
    out[1] = -t3;
    out[2] = t2;
    out[3] = 2.0 * (t5 + t3 * r * (1.0 - t * r2 * t));
    out[4] = 2.0 * t5 - t2 * r;
    out[5] = -2.0 * t4 * r * r2 * r2;
}

// sympy-049
fn e465(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 1.0);
    let t = x[1] * r * r;
    out[0] = (x[0] + x[1] + 1.0) * r;
    out[1] = -t;
    out[2] = r;
    out[3] = 2.0 * t * r;
    out[4] = -(r * r);
    out[5] = 0.0;
}

// sympy-050
fn e466(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 1.0);
    let t = (x[0] + x[1] + 1.0) * r * r;
    let t2 = r * r;
    let t3 = t2 * r;
    out[0] = -t;
    out[1] = 2.0 * t * r - t2;
    out[2] = -t2;
    out[3] = 4.0 * t3 - 6.0 * t * r * r;
    out[4] = 2.0 * t3;
    out[5] = 0.0;
}

// sympy-051
fn e467(x: &[f64], out: &mut [f64]) {
    let t = x[0] + 1.0;
    let t2 = x[0] + x[1] + 1.0;
    out[0] = t * t + t2 * t2;
    out[1] = 2.0 * (t + t2);
    out[2] = 2.0 * t2;
    out[3] = 4.0;
    out[4] = 2.0;
    out[5] = 2.0;
}

// sympy-052
fn e468(x: &[f64], out: &mut [f64]) {
    let t = x[0] + 1.0;
    let t2 = x[0] + x[1] + 1.0;
    let r = 1.0 / (t * t + t2 * t2);
    let t3 = (-x[0] - x[1] - 1.0) * r;
    let t4 = t3 * r;
    let t5 = -r - 2.0 * t2 * t4;
    let t6 = (t + t2) * r;
    let t7 = r * r;
    let t8 = 4.0 * t4;
    let t9 = t8 * t6 + t7;
    let t10 = t6 * r - (t4 - t2 * t9);
    let t11 = t2 * r;
    out[0] = t3;
    out[1] = t5 - 2.0 * t * t4;
    out[2] = t5;
    out[3] = 2.0 * (t10 - (t4 - t * t9));
    out[4] = 2.0 * t10;
    out[5] = 2.0 * (t11 * r - (t4 - t2 * (t7 + t8 * t11)));
}

// sympy-053
fn e469(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / ::chainrule::__rt::cos(fma, x[0]);
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let t = sin * r * r;
        out[0] = r;
        out[1] = t;
        out[2] = r + 2.0 * sin * (t * r);
    });
}

// sympy-054
fn e470(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / x[0];
    let t = 1.0 / ::chainrule::__rt::sqrt(1.0 - r) * (1.0 / ::chainrule::__rt::sqrt(r + 1.0));
    let t2 = t * r;
    out[0] = ::chainrule::__rt::acos(r);
    out[1] = t2 * r;
    out[2] = -((2.0 * t + t2 * t * t2) * r * r * r);
}

// sympy-055
fn e471(x: &[f64], out: &mut [f64]) {
    let t = x[0] + 2.0;
    out[0] = 1.0 - t * t;
    out[1] = -2.0 * t;
    out[2] = -2.0;
}

// sympy-056
fn e472(x: &[f64], out: &mut [f64]) {
    let t = x[0] + 2.0;
    out[0] = -(t * t);
    out[1] = -2.0 * t;
    out[2] = -2.0;
}

// sympy-057
fn e473(x: &[f64], out: &mut [f64]) {
    let t = x[0] + 2.0;
    let r = 1.0 / ::chainrule::__rt::sqrt(1.0 - t * t);
    let t2 = r * r;
    let t3 = t * r * r * r;
    out[0] = t2 * r;
    out[1] = 3.0 * t * r * t2 * t2;
    out[2] = 3.0 * (t2 * t2 * r) + 15.0 * t3 * r * t3;
}

// sympy-058
fn e474(x: &[f64], out: &mut [f64]) {
    let t = x[0] - 2.0;
    out[0] = -(t * t);
    out[1] = -2.0 * t;
    out[2] = -2.0;
}

// sympy-059
fn e475(x: &[f64], out: &mut [f64]) {
    let t = x[0] + 2.0;
    let r = 1.0 / ::chainrule::__rt::sqrt(1.0 - t * t);
    let t2 = t * r * r;
    out[0] = -r;
    out[1] = -(t2 * r);
    out[2] = -(r * r * r) - 3.0 * t2 * r * t2;
}

// sympy-060
fn e476(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 0.5);
    let t = 1.0 / ::chainrule::__rt::sqrt(1.0 - r) * (1.0 / ::chainrule::__rt::sqrt(r + 1.0));
    let t2 = t * r;
    out[0] = ::chainrule::__rt::acos(r);
    out[1] = t2 * r;
    out[2] = -((2.0 * t + t2 * t * t2) * r * r * r);
}

// sympy-061
fn e477(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 0.5);
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - r * r);
    let t = r * r2;
    let t2 = t * r2;
    let t3 = t2 * t;
    let t4 = 2.0 * (1.5 * t2 * r2 * t2 + r2 * r2 * r2) * r * r;
    out[0] = t * r;
    out[1] = -((2.0 * r2 + t3) * r * r * r);
    out[2] = (t4 * r + (6.0 * r2 + 5.0 * t3) * r) * r * r * r;
}

// sympy-062
fn e478(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 0.5);
    let t = r * r;
    out[0] = t;
    out[1] = -2.0 * (t * r);
    out[2] = 6.0 * (t * t);
}

// sympy-063
fn e479(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 0.5);
    let t = r * r;
    out[0] = -t;
    out[1] = 2.0 * (t * r);
    out[2] = -6.0 * (t * t);
}

// sympy-064
fn e480(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 0.5);
    let t = r * r;
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - t);
    let t2 = r * r2;
    let t3 = t2 * r;
    let t4 = r2 * r2;
    let t5 = t4 * r2;
    let t6 = t2 * r2;
    let t7 = t6 * r2;
    let t8 = t7 * t6;
    let t9 = t * r;
    let t10 = 15.0 * (t7 * r2 * t7 + t4 * t4 * r2) * t9 * t9;
    let t11 = (t10 + (30.0 * t5 + 24.0 * t8) * t * t) * r * r * r;
    out[0] = -(t3 * t2 * t3);
    out[1] = (5.0 * t5 + 3.0 * t8) * t9 * t9;
    out[2] = -t11;
}

// sympy-065
fn e481(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 0.5);
    let t = r * r;
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - t);
    let t2 = r2 * r2;
    let t3 = r * r2;
    let t4 = t3 * r2;
    let t5 = t4 * r2;
    out[0] = t2 * r2;
    out[1] = -3.0 * t4 * t3 * t4;
    out[2] = (9.0 * (t2 * t2 * r2) + 15.0 * t5 * r2 * t5) * t * t;
}

// sympy-066
fn e482(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] - 0.5);
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - r * r);
    let t = r * r2;
    let t2 = t * r2;
    let t3 = t2 * t;
    let t4 = 2.0 * (1.5 * t2 * r2 * t2 + r2 * r2 * r2) * r * r;
    out[0] = t * r;
    out[1] = -((2.0 * r2 + t3) * r * r * r);
    out[2] = (t4 * r + (6.0 * r2 + 5.0 * t3) * r) * r * r * r;
}

// sympy-067
fn e483(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] - 0.5);
    let t = r * r;
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - t);
    let t2 = r * r2;
    let t3 = t2 * r2;
    out[0] = r2;
    out[1] = -(t2 * t2 * t2);
    out[2] = 3.0 * (r2 * r2 * r2 + t3 * r2 * t3) * t * t;
}

// sympy-068
fn e484(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] - 0.5);
    let t = r * r;
    out[0] = t;
    out[1] = -2.0 * (t * r);
    out[2] = 6.0 * (t * t);
}

// sympy-069
fn e485(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] - 0.5);
    let t = r * r;
    out[0] = 1.0 - t;
    out[1] = 2.0 * (t * r);
    out[2] = -6.0 * (t * t);
}

// sympy-070
fn e486(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] - 0.5);
    let t = r * r;
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - t);
    let t2 = r * r2;
    let t3 = t2 * r2;
    let t4 = t3 * t2;
    let t5 = t3 * r2;
    let t6 = t5 * t3;
    let t7 = r2 * r2;
    let t8 = t7 * r2;
    let t9 = (1.5 * t6 + t8) * r * r * r;
    let t10 = (10.5 * (t7 * t7 * r2) + 7.5 * t5 * r2 * t5) * r * r;
    let t11 = (24.0 * r2 + (15.0 * t6 + 36.0 * t8) * r * r) * r;
    let t12 = 2.0 * (3.0 * t8 + t10) * t * t;
    out[0] = -((2.0 * r2 + t4) * r * r * r);
    out[1] = (2.0 * t9 + (6.0 * r2 + 5.0 * t4) * r) * r * r * r;
    out[2] = -((t12 + (6.0 * t9 + t11) * r) * r * r * r);
}

// sympy-071
fn e487(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] - 0.5);
    let t = r * r;
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - t);
    let t2 = r * r2;
    let t3 = t2 * r;
    let t4 = r2 * r2;
    let t5 = t4 * r2;
    let t6 = t2 * r2;
    let t7 = t6 * r2;
    let t8 = t7 * t6;
    let t9 = t * r;
    let t10 = 15.0 * (t7 * r2 * t7 + t4 * t4 * r2) * t9 * t9;
    let t11 = (t10 + (30.0 * t5 + 24.0 * t8) * t * t) * r * r * r;
    out[0] = -(t3 * t2 * t3);
    out[1] = (5.0 * t5 + 3.0 * t8) * t9 * t9;
    out[2] = -t11;
}

// sympy-072
fn e488(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] - 0.5);
    let t = r * r;
    let t2 = t * r;
    let t3 = t2 * t2;
    out[0] = t * t * r;
    out[1] = -5.0 * t3;
    out[2] = 30.0 * (t3 * r);
}

// sympy-073
fn e489(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 0.5);
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - r * r);
    let t = r * r2;
    let t2 = t * r2;
    let t3 = t2 * t;
    let t4 = 2.0 * (1.5 * t2 * r2 * t2 + r2 * r2 * r2) * r * r;
    let t5 = (t4 * r + (6.0 * r2 + 5.0 * t3) * r) * r * r * r;
    out[0] = -(t * r);
    out[1] = (2.0 * r2 + t3) * r * r * r;
    out[2] = -t5;
}

// sympy-074
fn e490(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 0.5);
    let t = r * r;
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - t);
    let t2 = r * r2;
    let t3 = t2 * r2;
    let t4 = t3 * t2;
    let t5 = t3 * r2;
    let t6 = t5 * t3;
    let t7 = r2 * r2;
    let t8 = t7 * r2;
    let t9 = (1.5 * t6 + t8) * r * r * r;
    let t10 = (2.0 * t9 + (6.0 * r2 + 5.0 * t4) * r) * r * r * r;
    let t11 = (10.5 * (t7 * t7 * r2) + 7.5 * t5 * r2 * t5) * r * r;
    let t12 = (24.0 * r2 + (15.0 * t6 + 36.0 * t8) * r * r) * r;
    let t13 = 2.0 * (3.0 * t8 + t11) * t * t;
    out[0] = (2.0 * r2 + t4) * r * r * r;
    out[1] = -t10;
    out[2] = (t13 + (6.0 * t9 + t12) * r) * r * r * r;
}

// sympy-075
fn e491(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] + 0.5);
    let t = r * r;
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - t);
    let t2 = r * r2;
    let t3 = t2 * r;
    let t4 = r2 * r2;
    let t5 = t4 * r2;
    let t6 = t2 * r2;
    let t7 = t6 * r2;
    let t8 = t7 * t6;
    let t9 = t * r;
    let t10 = 15.0 * (t7 * r2 * t7 + t4 * t4 * r2) * t9 * t9;
    out[0] = t3 * t2 * t3;
    out[1] = -((5.0 * t5 + 3.0 * t8) * t9 * t9);
    out[2] = (t10 + (30.0 * t5 + 24.0 * t8) * t * t) * r * r * r;
}

// sympy-076
fn e492(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (x[0] - 0.5);
    let t = r * r;
    let r2 = 1.0 / ::chainrule::__rt::sqrt(1.0 - t);
    let t2 = r * r2;
    let t3 = t2 * r2;
    let t4 = t3 * t2;
    let t5 = t3 * r2;
    let t6 = t5 * t3;
    let t7 = r2 * r2;
    let t8 = t7 * r2;
    let t9 = (1.5 * t6 + t8) * r * r * r;
    let t10 = (2.0 * t9 + (6.0 * r2 + 5.0 * t4) * r) * r * r * r;
    let t11 = (10.5 * (t7 * t7 * r2) + 7.5 * t5 * r2 * t5) * r * r;
    let t12 = (24.0 * r2 + (15.0 * t6 + 36.0 * t8) * r * r) * r;
    let t13 = 2.0 * (3.0 * t8 + t11) * t * t;
    out[0] = (2.0 * r2 + t4) * r * r * r;
    out[1] = -t10;
    out[2] = (t13 + (6.0 * t9 + t12) * r) * r * r * r;
}

// sympy-077
fn e493(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let tanh = ::chainrule::__rt::tanh(fma, x[0]);
        let r = 1.0 / tanh;
        let t = 1.0 - tanh * tanh;
        let t2 = t * r * r;
        out[0] = r;
        out[1] = -t2;
        out[2] = 2.0 * t * (r + t2 * r);
    });
}

// sympy-078
fn e494(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / ::chainrule::__rt::cosh(fma, x[0]);
        let tanh = ::chainrule::__rt::tanh(fma, x[0]);
        out[0] = r;
        out[1] = -(tanh * r);
        out[2] = -((1.0 - 2.0 * (tanh * tanh)) * r);
    });
}

// sympy-079
fn e495(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] + 1.0;
        let t2 = x[0] - 1.0;
        let r = 1.0 / t2;
        let t3 = t * r;
        let r2 = 1.0 / t;
        let t4 = 0.5 * t2 * r2;
        let c = 0.0 <= t3;
        let t5 = if c { t4 } else { f64::NAN };
        let t6 = if c { -2.0 * (r * r) } else { f64::NAN };
        let t7 = 4.0 * t5 * r * r * r + 0.5 * t6 * r2;
        out[0] = 0.5 * ::chainrule::__rt::ln(fma, t3);
        out[1] = -2.0 * t5 * r * r;
        out[2] = t7 - t4 * t6 * r2;
    });
}

// sympy-080
fn e496(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let root = ::chainrule::__rt::sqrt(x[0] - 1.0);
        let root2 = ::chainrule::__rt::sqrt(x[0] + 1.0);
        let t = x[0] + root * root2;
        let r = 1.0 / t;
        let c = 0.0 <= t;
        let t2 = if c { r } else { f64::NAN };
        let r2 = 1.0 / root;
        let r3 = 1.0 / root2;
        let t3 = 0.5 * root2 * r2;
        let t4 = 0.5 * root * r3;
        let t5 = (if c { t3 + t4 + 1.0 } else { f64::NAN }) * r * r;
        let t6 = t2 * r2 * r3;
        let t7 = -t5 - 0.5 * (root * r3 * t5 - t6 * r3 * r3);
        out[0] = ::chainrule::__rt::ln(fma, t);
        out[1] = t2 + t3 * t2 + t4 * t2;
        out[2] = t7 - 0.5 * (root2 * r2 * t5 + t6 * r2 * r2);
    });
}

// sympy-081
fn e497(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0] - 1.0);
    let root2 = ::chainrule::__rt::sqrt(x[0] + 1.0);
    let r = 1.0 / root;
    let r2 = 1.0 / root2;
    let t = r * r2;
    out[0] = x[0] + root * root2;
    out[1] = 0.5 * root2 * r + 0.5 * root * r2 + 1.0;
    out[2] = -(t * t * t);
}

// sympy-082
fn e498(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0] - 1.0);
    let root2 = ::chainrule::__rt::sqrt(x[0] + 1.0);
    let r = 1.0 / root;
    let r2 = 1.0 / root2;
    let t = r * r2;
    out[0] = root * root2;
    out[1] = 0.5 * (root2 * r + root * r2);
    out[2] = -(t * t * t);
}

// sympy-083
fn e499(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0] - 1.0);
    let r = 1.0 / root;
    out[0] = root;
    out[1] = 0.5 * r;
    out[2] = -0.25 * (r * r * r);
}

// sympy-084
fn e500(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let r = 1.0 / x[0];
        let t = r * r;
        let norm = ::chainrule::__rt::norm(&[r, 1.0]);
        let t2 = r + norm;
        let r2 = 1.0 / t2;
        let c = 0.0 <= t2;
        let t3 = if c { r2 } else { f64::NAN };
        let c2 = norm == 0.0;
        let r3 = 1.0 / norm;
        let t4 = r * r3;
        let t5 = (t3 + (if c2 { 0.0 } else { t3 * t4 })) * r;
        let t6 = t3 * r3;
        let t7 = if c {
            (if c2 { 0.0 } else { -(t4 * r * r) }) - t
        } else {
            f64::NAN
        };
        let t8 = t7 * r2 * r2;
        let t10 = if c2 {
            0.0
        } else {
            let t9 = t4 * (t8 - (if c2 { 0.0 } else { t6 * r * r3 * r * r }));
            -t9
        };
        let t11 = (2.0 * t5 + (t8 - t10)) * r * r;
        out[0] = ::chainrule::__rt::ln(fma, t2);
        out[1] = -(t5 * r);
        out[2] = (if c2 { 0.0 } else { t6 * t * t }) + t11;
    });
}

// sympy-085
fn e501(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] - 0.6321205588285577;
    out[1] = 1.0;
    out[2] = 0.0;
}

// sympy-086
fn e502(x: &[f64], out: &mut [f64]) {
    let min = ::chainrule::__rt::min(1.0, x[0]);
    out[0] = min;
    out[1] = if 1.0 <= x[0] { 0.0 } else { if min <= f64::INFINITY { 1.0 } else { f64::NAN } };
    out[2] = 0.0;
}

// sympy-087
fn e503(x: &[f64], out: &mut [f64]) {
    let t = -x[0];
    let t2 = 1.0 - 2.0 * x[0];
    let min = ::chainrule::__rt::min(0.0, t);
    let min2 = ::chainrule::__rt::min(min, t2);
    let t3 = if min2 <= f64::INFINITY { 1.0 } else { f64::NAN };
    let t4 = if t2 < min {
        0.0
    } else {
        if 0.0 <= t { 0.0 } else { -(if min <= f64::INFINITY { t3 } else { f64::NAN }) }
    };
    out[0] = min2;
    out[1] = (if min <= t2 { 0.0 } else { -2.0 * t3 }) + t4;
    out[2] = 0.0;
}

// sympy-088
fn e504(x: &[f64], out: &mut [f64]) {
    let t2 = x[0] * x[0];
    let t3 = x[0] - 1.0;
    let t4 = 0.5 * x[0] - 2.0 * t2 + t2 * x[0];
    out[0] = t4 + 0.5 * t3 * (x[0] + 1.0) * t3;
    out[1] = 3.0 * t2 - 4.0 * x[0] + t3 * (1.5 * x[0] + 0.5) + 0.5;
    out[2] = 9.0 * x[0] - 5.0;
}

// sympy-089
fn e505(x: &[f64], out: &mut [f64]) {
    let t2 = x[0] - 1.0;
    out[0] = 0.5 * t2 * (x[0] + 1.0) * t2;
    out[1] = t2 * (1.5 * x[0] + 0.5);
    out[2] = 3.0 * x[0] - 1.0;
}

// sympy-090
fn e506(x: &[f64], out: &mut [f64]) {
    let t2 = x[0] - 1.0;
    out[0] = 0.5 * (t2 * t2);
    out[1] = t2;
    out[2] = 1.0;
}

// sympy-091
fn e507(x: &[f64], out: &mut [f64]) {
    let t2 = 2.0 * x[0];
    out[0] = 0.5 * (x[0] + 1.0) * (t2 - 2.0);
    out[1] = t2;
    out[2] = 2.0;
}

// sympy-092
fn e508(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] * x[1];
        let sin = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, t);
        let t2 = x[1] * sin;
        out[0] = sin;
        out[1] = x[1] * cos;
        out[2] = x[0] * cos;
        out[3] = -(x[1] * t2);
        out[4] = cos - x[0] * t2;
        out[5] = -(x[0] * sin * x[0]);
    });
}

// sympy-093
fn e509(x: &[f64], out: &mut [f64]) {
    out[0] = ::chainrule::__rt::abs(x[0]);
    out[1] = ::chainrule::__rt::sign(x[0]);
    out[2] = 0.0;
}

// sympy-094
fn e510(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let gaussian = ::chainrule::__rt::gaussian(fma, x[0]);
        out[0] = ::chainrule::__rt::erf(fma, x[0]);
        out[1] = 1.1283791670955126 * gaussian;
        out[2] = -2.256758334191025 * x[0] * gaussian;
    });
}

// sympy-095
fn e511(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] + 1.0;
        let exp = ::chainrule::__rt::exp(fma, t);
        let r = 1.0 / t;
        let t2 = exp * r;
        let t3 = t2 * r;
        let t4 = r * r;
        out[0] = t2;
        out[1] = t2 - t3;
        out[2] = exp * (r - t4 + 2.0 * (t4 * r)) - t3;
    });
}

// sympy-096
fn e512(x: &[f64], out: &mut [f64]) {
    out[0] = 6.0 * x[0];
    out[1] = 6.0;
    out[2] = 0.0;
}

// sympy-097
fn e513(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let exp = ::chainrule::__rt::exp(fma, x[0]);
        out[0] = exp;
        out[1] = exp;
        out[2] = exp;
    });
}

// sympy-098
fn e514(x: &[f64], out: &mut [f64]) {
    out[0] = 2.0 * x[0];
    out[1] = 2.0;
    out[2] = 0.0;
}

// sympy-099
fn e515(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = x[0] + 1.0;
        let r = 1.0 / t;
        let t2 = ::chainrule::__rt::sin(fma, t) * r;
        let t3 = (t2 - ::chainrule::__rt::cos(fma, t)) * r;
        out[0] = t2;
        out[1] = -t3;
        out[2] = 2.0 * t3 * r - t2;
    });
}

// sympy-100
fn e516(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t = 1.5707963267948966 * (x[0] * x[0]);
        let sin = ::chainrule::__rt::sin(fma, t);
        let cos = ::chainrule::__rt::cos(fma, t);
        out[0] = sin;
        out[1] = 3.141592653589793 * x[0] * cos;
        out[2] = 3.141592653589793 * cos - 9.869604401089358 * x[0] * sin * x[0];
    });
}

// sympy-101
fn e517(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        out[0] = x[0] + sin;
        out[1] = ::chainrule::__rt::cos(fma, x[0]) + 1.0;
        out[2] = -sin;
    });
}

// sympy-102
fn e518(x: &[f64], out: &mut [f64]) {
    let norm = ::chainrule::__rt::norm(&[x[0], 1.0]);
    let r = 1.0 / norm;
    let c = norm == 0.0;
    let t = x[0] * r * r;
    let t2 = if c {
        0.0
    } else {
        (if c { 0.0 } else { 3.0 * t * r * t }) - r * r * r
    };
    out[0] = r;
    out[1] = if c { 0.0 } else { -(t * r) };
    out[2] = t2;
}

// sympy-103
fn e519(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(3.0 * x[0] - 1.0);
    let r = 1.0 / root;
    out[0] = root;
    out[1] = 1.5 * r;
    out[2] = -2.25 * (r * r * r);
}

// sympy-104
fn e520(x: &[f64], out: &mut [f64]) {
    out[0] = ::chainrule::__rt::abs(x[0]);
    out[1] = ::chainrule::__rt::sign(x[0]);
    out[2] = 0.0;
}

// sympy-105
fn e521(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        let t = sin - cos;
        let exp = ::chainrule::__rt::exp(fma, x[0]);
        let t2 = t * exp;
        let t3 = cos * exp;
        out[0] = 0.5 * t2;
        out[1] = 0.5 * (t2 + sin * exp + t3);
        out[2] = t3 + 0.5 * exp * (sin + cos + t);
    });
}

// sympy-106
fn e522(x: &[f64], out: &mut [f64]) {
    out[0] = (x[0] - 2.0) * (x[0] + 3.0);
    out[1] = 2.0 * x[0] + 1.0;
    out[2] = 2.0;
}

// sympy-107
fn e523(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = t * x[0];
    out[0] = t * t - 5.0 * t + t2;
    out[1] = 3.0 * t - 10.0 * x[0] + 4.0 * t2;
    out[2] = 6.0 * x[0] + 12.0 * t - 10.0;
}

// sympy-108
fn e524(x: &[f64], out: &mut [f64]) {
    let t = x[0] + x[0] * x[0] * x[0];
    let sign = ::chainrule::__rt::sign(t);
    out[0] = ::chainrule::__rt::abs(t);
    out[1] = sign + 3.0 * x[0] * sign * x[0];
    out[2] = 6.0 * x[0] * sign;
}

// sympy-109
fn e525(x: &[f64], out: &mut [f64]) {
    let t = x[0] - 1.0;
    let norm = ::chainrule::__rt::norm(&[x[0], 1.0]);
    let r = 1.0 / norm;
    let t2 = 0.5773502691896257 * t * r;
    let c = norm == 0.0;
    let t5 = if c {
        0.0
    } else {
        let t3 = r * r;
        let t4 = 1.1547005383792515 * t3 - (if c { 0.0 } else { 1.7320508075688772 * x[0] * t * t3 * t3 });
        -((t2 * r + x[0] * t4) * r)
    };
    out[0] = t2;
    out[1] = 0.5773502691896257 * r + (if c { 0.0 } else { -0.5773502691896257 * x[0] * r * t * r * r });
    out[2] = t5;
}

// sympy-110
fn e526(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(x[0]);
    let t = tan * tan;
    let t2 = t + 1.0;
    out[0] = t;
    out[1] = 2.0 * tan * t2;
    out[2] = t2 * (4.0 * t + 2.0 * t2);
}

// sympy-111
fn e527(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let cos = ::chainrule::__rt::cos(fma, x[0]);
        out[0] = cos;
        out[1] = -::chainrule::__rt::sin(fma, x[0]);
        out[2] = -cos;
    });
}

// sympy-112
fn e528(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(3.0 * x[0]);
    let t = tan * tan + 1.0;
    out[0] = tan;
    out[1] = 3.0 * t;
    out[2] = 18.0 * tan * t;
}

// sympy-113
fn e529(x: &[f64], out: &mut [f64]) {
    let tan = ::chainrule::__rt::tan(3.0 * x[0]);
    let t = tan * tan;
    let t2 = t + 1.0;
    out[0] = t;
    out[1] = 6.0 * tan * t2;
    out[2] = 3.0 * t2 * (12.0 * t + 6.0 * t2);
}

// sympy-114
fn e530(x: &[f64], out: &mut [f64]) {
    out[0] = x[0] * x[0] + x[1] + 1.0;
    out[1] = 2.0 * x[0];
    out[2] = 1.0;
    out[3] = 2.0;
    out[4] = 0.0;
    out[5] = 0.0;
}

// sympy-115
fn e531(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    out[0] = 4.0 * (t * x[0]) - 72.0 * x[0] - 6.0 * t + 30.0;
    out[1] = 12.0 * t - 12.0 * x[0] - 72.0;
    out[2] = 24.0 * x[0] - 12.0;
}

// sympy-116
fn e532(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / (0.1 * x[0] - 0.001 * (x[0] * x[0]) + 0.1);
    let t = r * r;
    let t2 = 0.002 * x[0];
    let t3 = 0.004 * x[0] * r * r * r - 0.2 * (t * r);
    out[0] = r;
    out[1] = t2 * r * r - 0.1 * t;
    out[2] = 0.002 * t - 0.1 * t3 + t2 * t3;
}

// sympy-117
fn e533(x: &[f64], out: &mut [f64]) {
    out[0] = 0.1 * x[0] - 0.001 * (x[0] * x[0]) + 0.1;
    out[1] = 0.1 - 0.002 * x[0];
    out[2] = -0.002;
}

// sympy-118
fn e534(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let sin = ::chainrule::__rt::sin(fma, x[0]);
        out[0] = sin;
        out[1] = ::chainrule::__rt::cos(fma, x[0]);
        out[2] = -sin;
    });
}

// sympy-119
fn e535(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let ln = ::chainrule::__rt::ln(fma, x[0]);
        let c = 0.0 <= x[0];
        out[0] = 8.0 * x[0] * ln;
        out[1] = 8.0 * ln + (if c { 8.0 } else { f64::NAN });
        out[2] = if c { 8.0 / x[0] } else { f64::NAN };
    });
}

// sympy-120
fn e536(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(5.0 - x[0] * x[0]);
    let r = 1.0 / root;
    out[0] = root;
    out[1] = -(x[0] * r);
    out[2] = -5.0 * (r * r * r);
}

// sympy-121
fn e537(x: &[f64], out: &mut [f64]) {
    use ::chainrule::__rt::Lend as _;
    ::chainrule::__rt::fuse_with((out.__chainrule_lend(),), #[inline(always)] |fma, (out,)| {
        let t2 = x[1] - x[2];
        let root = ::chainrule::__rt::sqrt(t2);
        let exp = ::chainrule::__rt::exp(fma, x[0] * root);
        let r = 1.0 / root;
        let t3 = 0.5 * x[0] * r * exp;
        let t4 = 0.5 * exp * (x[0] + r);
        let t5 = 0.25 * x[0] * exp * (r * r * r - x[0] / t2);
        out[0] = -exp;
        out[1] = -(root * exp);
        out[2] = -t3;
        out[3] = t3;
        out[4] = -(t2 * exp);
        out[5] = -t4;
        out[6] = t4;
        out[7] = t5;
        out[8] = -t5;
        out[9] = t5;
    });
}

// sympy-122
fn e538(x: &[f64], out: &mut [f64]) {
    let t = x[0] * x[0];
    let t2 = 2.0 * x[0];
    out[0] = x[0] + t + 0.3333333333333333 * (t * x[0]);
    out[1] = t2 + t + 1.0;
    out[2] = t2 + 2.0;
}

// sympy-123
fn e539(x: &[f64], out: &mut [f64]) {
    let r = 1.0 / ::chainrule::__rt::sqrt(x[0]);
    let t = r * r;
    out[0] = r;
    out[1] = -0.5 * (t * r);
    out[2] = 0.75 * (t * t * r);
}

// sympy-124
fn e540(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(3.141592653589793 - x[0] * x[0]);
    let r = 1.0 / root;
    out[0] = root;
    out[1] = -(x[0] * r);
    out[2] = -3.141592653589793 * (r * r * r);
}

// sympy-125
fn e541(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0] - x[1]);
    let r = 1.0 / root;
    let t = 0.5 * r;
    let t2 = 0.25 * (r * r * r);
    let t3 = -t2;
    out[0] = root;
    out[1] = t;
    out[2] = -t;
    out[3] = t3;
    out[4] = t2;
    out[5] = t3;
}

// sympy-126
fn e542(x: &[f64], out: &mut [f64]) {
    let root = ::chainrule::__rt::sqrt(x[0] * x[0] - x[1] * x[1]);
    let r = 1.0 / root;
    let t = x[1] * r;
    let t2 = x[0] * r;
    let t3 = t2 * r;
    out[0] = root;
    out[1] = t2;
    out[2] = -t;
    out[3] = -(t * r * t);
    out[4] = x[1] * (t3 * r);
    out[5] = -(t3 * t2);
}

pub const ALL: &[fn(&[f64], &mut [f64])] = &[
    e0,
    e1,
    e2,
    e3,
    e4,
    e5,
    e6,
    e7,
    e8,
    e9,
    e10,
    e11,
    e12,
    e13,
    e14,
    e15,
    e16,
    e17,
    e18,
    e19,
    e20,
    e21,
    e22,
    e23,
    e24,
    e25,
    e26,
    e27,
    e28,
    e29,
    e30,
    e31,
    e32,
    e33,
    e34,
    e35,
    e36,
    e37,
    e38,
    e39,
    e40,
    e41,
    e42,
    e43,
    e44,
    e45,
    e46,
    e47,
    e48,
    e49,
    e50,
    e51,
    e52,
    e53,
    e54,
    e55,
    e56,
    e57,
    e58,
    e59,
    e60,
    e61,
    e62,
    e63,
    e64,
    e65,
    e66,
    e67,
    e68,
    e69,
    e70,
    e71,
    e72,
    e73,
    e74,
    e75,
    e76,
    e77,
    e78,
    e79,
    e80,
    e81,
    e82,
    e83,
    e84,
    e85,
    e86,
    e87,
    e88,
    e89,
    e90,
    e91,
    e92,
    e93,
    e94,
    e95,
    e96,
    e97,
    e98,
    e99,
    e100,
    e101,
    e102,
    e103,
    e104,
    e105,
    e106,
    e107,
    e108,
    e109,
    e110,
    e111,
    e112,
    e113,
    e114,
    e115,
    e116,
    e117,
    e118,
    e119,
    e120,
    e121,
    e122,
    e123,
    e124,
    e125,
    e126,
    e127,
    e128,
    e129,
    e130,
    e131,
    e132,
    e133,
    e134,
    e135,
    e136,
    e137,
    e138,
    e139,
    e140,
    e141,
    e142,
    e143,
    e144,
    e145,
    e146,
    e147,
    e148,
    e149,
    e150,
    e151,
    e152,
    e153,
    e154,
    e155,
    e156,
    e157,
    e158,
    e159,
    e160,
    e161,
    e162,
    e163,
    e164,
    e165,
    e166,
    e167,
    e168,
    e169,
    e170,
    e171,
    e172,
    e173,
    e174,
    e175,
    e176,
    e177,
    e178,
    e179,
    e180,
    e181,
    e182,
    e183,
    e184,
    e185,
    e186,
    e187,
    e188,
    e189,
    e190,
    e191,
    e192,
    e193,
    e194,
    e195,
    e196,
    e197,
    e198,
    e199,
    e200,
    e201,
    e202,
    e203,
    e204,
    e205,
    e206,
    e207,
    e208,
    e209,
    e210,
    e211,
    e212,
    e213,
    e214,
    e215,
    e216,
    e217,
    e218,
    e219,
    e220,
    e221,
    e222,
    e223,
    e224,
    e225,
    e226,
    e227,
    e228,
    e229,
    e230,
    e231,
    e232,
    e233,
    e234,
    e235,
    e236,
    e237,
    e238,
    e239,
    e240,
    e241,
    e242,
    e243,
    e244,
    e245,
    e246,
    e247,
    e248,
    e249,
    e250,
    e251,
    e252,
    e253,
    e254,
    e255,
    e256,
    e257,
    e258,
    e259,
    e260,
    e261,
    e262,
    e263,
    e264,
    e265,
    e266,
    e267,
    e268,
    e269,
    e270,
    e271,
    e272,
    e273,
    e274,
    e275,
    e276,
    e277,
    e278,
    e279,
    e280,
    e281,
    e282,
    e283,
    e284,
    e285,
    e286,
    e287,
    e288,
    e289,
    e290,
    e291,
    e292,
    e293,
    e294,
    e295,
    e296,
    e297,
    e298,
    e299,
    e300,
    e301,
    e302,
    e303,
    e304,
    e305,
    e306,
    e307,
    e308,
    e309,
    e310,
    e311,
    e312,
    e313,
    e314,
    e315,
    e316,
    e317,
    e318,
    e319,
    e320,
    e321,
    e322,
    e323,
    e324,
    e325,
    e326,
    e327,
    e328,
    e329,
    e330,
    e331,
    e332,
    e333,
    e334,
    e335,
    e336,
    e337,
    e338,
    e339,
    e340,
    e341,
    e342,
    e343,
    e344,
    e345,
    e346,
    e347,
    e348,
    e349,
    e350,
    e351,
    e352,
    e353,
    e354,
    e355,
    e356,
    e357,
    e358,
    e359,
    e360,
    e361,
    e362,
    e363,
    e364,
    e365,
    e366,
    e367,
    e368,
    e369,
    e370,
    e371,
    e372,
    e373,
    e374,
    e375,
    e376,
    e377,
    e378,
    e379,
    e380,
    e381,
    e382,
    e383,
    e384,
    e385,
    e386,
    e387,
    e388,
    e389,
    e390,
    e391,
    e392,
    e393,
    e394,
    e395,
    e396,
    e397,
    e398,
    e399,
    e400,
    e401,
    e402,
    e403,
    e404,
    e405,
    e406,
    e407,
    e408,
    e409,
    e410,
    e411,
    e412,
    e413,
    e414,
    e415,
    e416,
    e417,
    e418,
    e419,
    e420,
    e421,
    e422,
    e423,
    e424,
    e425,
    e426,
    e427,
    e428,
    e429,
    e430,
    e431,
    e432,
    e433,
    e434,
    e435,
    e436,
    e437,
    e438,
    e439,
    e440,
    e441,
    e442,
    e443,
    e444,
    e445,
    e446,
    e447,
    e448,
    e449,
    e450,
    e451,
    e452,
    e453,
    e454,
    e455,
    e456,
    e457,
    e458,
    e459,
    e460,
    e461,
    e462,
    e463,
    e464,
    e465,
    e466,
    e467,
    e468,
    e469,
    e470,
    e471,
    e472,
    e473,
    e474,
    e475,
    e476,
    e477,
    e478,
    e479,
    e480,
    e481,
    e482,
    e483,
    e484,
    e485,
    e486,
    e487,
    e488,
    e489,
    e490,
    e491,
    e492,
    e493,
    e494,
    e495,
    e496,
    e497,
    e498,
    e499,
    e500,
    e501,
    e502,
    e503,
    e504,
    e505,
    e506,
    e507,
    e508,
    e509,
    e510,
    e511,
    e512,
    e513,
    e514,
    e515,
    e516,
    e517,
    e518,
    e519,
    e520,
    e521,
    e522,
    e523,
    e524,
    e525,
    e526,
    e527,
    e528,
    e529,
    e530,
    e531,
    e532,
    e533,
    e534,
    e535,
    e536,
    e537,
    e538,
    e539,
    e540,
    e541,
    e542,
];
