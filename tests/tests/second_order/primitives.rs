//! Every elementary function.

use crate::second;

// One parameter of many functions would have one second derivative, in which an error of one may hide: each has two of its own.
second! { exponentials(&[0.7, -1.3, 0.4, -0.2, 0.9, -0.6]);
    fn f(x: &[T; 6]) -> T {
        x[0].exp() * x[1].exp() + x[2].exp2() * x[3].exp2() + x[4].exp_m1() * x[5].exp_m1()
    }
}
second! { logarithms(&[0.7, 1.3, 0.4, 2.2, 0.9, 3.6, 0.3, -0.2]);
    fn f(x: &[T; 8]) -> T {
        x[0].ln() * x[1].ln() + x[2].log2() * x[3].log2() + x[4].log10() * x[5].log10() + x[6].ln_1p() * x[7].ln_1p()
    }
}
second! { logarithms_of_a_base(0.7, 2.3, 1.9);
    fn f(x: T, b: T, y: T) -> T { x.log(b) * y.log(3.0) + y.log(b) }
}
second! { trigonometric(&[0.7, -1.3, 0.4, -0.2, 0.9, -0.6, 0.3, -2.0]);
    fn f(x: &[T; 8]) -> T {
        let (s, c) = x[0].sin_cos();
        x[1].sin() * x[2].cos() + x[3].tan() * x[4].tan() + s * x[5] - c * x[6] * s + x[7].tan()
    }
}
second! { inverse_trigonometric(&[0.7, -0.3, 0.4, -0.2, 1.9, -2.6]);
    fn f(x: &[T; 6]) -> T {
        x[0].asin() * x[1].asin() + x[2].acos() * x[3].acos() + x[4].atan() * x[5].atan()
    }
}
second! { hyperbolic(&[0.7, -1.3, 0.4, -2.2, 0.9, -0.6]);
    fn f(x: &[T; 6]) -> T {
        x[0].sinh() * x[1].sinh() + x[2].cosh() * x[3].cosh() + x[4].tanh() * x[5].tanh()
    }
}
second! { inverse_hyperbolic(&[0.7, -1.3, 1.4, 2.2, 0.9, -0.6]);
    fn f(x: &[T; 6]) -> T {
        x[0].asinh() * x[1].asinh() + x[2].acosh() * x[3].acosh() + x[4].atanh() * x[5].atanh()
    }
}
second! { roots(&[0.7, 1.3, 0.4, -2.2, 0.9, -0.6]);
    fn f(x: &[T; 6]) -> T {
        x[0].sqrt() * x[1].sqrt() + x[2].cbrt() * x[3].cbrt() + x[4].recip() * x[5].recip()
    }
}
second! { integer_powers(&[0.7, -1.3, 0.4, -2.2, 0.9, -0.6]);
    fn f(x: &[T; 6]) -> T {
        x[0].powi(0) * x[1] + x[1].powi(1) * x[2].powi(2) + x[3].powi(-1) * x[4].powi(5) + x[5].powi(-2)
    }
}
second! { integer_powers_at_zero(0.0, 0.3);
    fn f(x: T, y: T) -> T { x.powi(0) * y + x.powi(1) * y + x.powi(2) * y + x.powi(3) }
}
second! { powers(0.7, 1.3, -0.4);
    fn f(x: T, y: T, z: T) -> T { x.powf(y) + y.powf(z) * x.powf(2.5) + z.powf(3.0) + z.powf(-2.0) }
}
second! { powers_of_a_constant(0.7);
    fn f(x: T) -> T { let base = ONE + 1.5; base.powf(x) * x }
}
second! { hypotenuse_and_angle(0.7, -1.3, -0.4);
    fn f(x: T, y: T, z: T) -> T {
        x.hypot(y) * z.hypot(2.0) + y.atan2(x) * z.atan2(-1.5) + y.atan2(z) * x.atan2(y)
    }
}
second! { arithmetic(0.7, -1.3, 2.4);
    fn f(x: T, y: T, z: T) -> T {
        x / y - 2.0 / z + x * z / (y - 3.0) + -(x * y) + x.mul_add(y, z) * z.mul_add(x, x) + x.mul_add(x, 1.0)
    }
}
second! { selections(0.7, -1.3, 2.4);
    fn f(x: T, y: T, z: T) -> T {
        x.abs() * y.abs() + x.max(y) * y.max(z) * z.max(1.0) + x.min(y) * z.min(9.0) * x + x.clamp(-5.0, z) * z.clamp(y, 1.5) * z
            + x.copysign(y) * y.copysign(z)
    }
}
second! { remainders(7.7, -9.3, 2.4);
    fn f(x: T, y: T, z: T) -> T {
        (x % z) * x + (y % z) * (y % 2.0) + x.rem_euclid(z) * y.rem_euclid(z) + x.fract() * y.fract()
    }
}
second! { units(0.7, -9.3);
    fn f(x: T, y: T) -> T { x.to_degrees() * y.to_radians() + x.to_radians() * x }
}
second! { midpoints(0.7, -9.3);
    fn f(x: T, y: T) -> T { x.midpoint(y) * x * y }
}
second! { hyperbolic_far_out(&[18.5, -25.0, 0.3]);
    fn f(x: &[T; 3]) -> T { x[0].tanh() * 1e15 + x[1].tanh() * 1e20 * x[2] }
}
second! { linear(0.7, -9.3);
    fn f(x: T, y: T) -> T { 2.0 * x - y / 3.0 }
}
second! { unused(0.7, -9.3);
    fn f(x: T, _y: T) -> T { x * x * x }
}
second! { piecewise_constant(0.7, -9.3);
    fn f(x: T, y: T) -> T { x * x * y.signum() }
}
second! { f32 narrow(&[0.7, 1.3, 0.4, 2.2]);
    fn f(x: &[T; 4]) -> T {
        (x[0] * x[1]).sin().exp() + x[2].powf(x[3]) + x[0].hypot(x[3]) * x[1].atan2(x[2]) + x[3].cbrt() * x[1].log10()
            + x[1].tanh() * x[2].exp2() + x[0].asinh() / x[3]
    }
}
