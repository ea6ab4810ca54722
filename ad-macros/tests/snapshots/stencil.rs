fn f_jvp(u: &[f64], u_dot: &[f64]) -> (f64, f64) {
    let mut energy = 0.0;
    let mut energy_dot = 0.0;
    let end = u.len() - 1;
    for i in 1..end {
        let second = u[i - 1] - 2.0 * u[i] + u[i + 1];
        let second_dot = u_dot[i - 1] - u_dot[i] * 2.0 + u_dot[i + 1];
        energy += second * second;
        energy_dot += second_dot * (second + second);
    }
    (energy, energy_dot)
}

fn f_linearize<'r0>(
    u: &'r0 [f64],
) -> (f64, impl ::ad_runtime::Fn(&[f64]) -> f64 + use<'r0>) {
    let mut energy = 0.0;
    let end = u.len() - 1;
    for i in 1..end {
        let t0 = u[i - 1];
        let t1 = u[i];
        let t2 = 2.0 * t1;
        let t3 = t0 - t2;
        let t4 = u[i + 1];
        let second = t3 + t4;
        energy += second * second;
    }
    (
        energy,
        move |u_dot: &[f64]| {
            let mut energy_dot = 0.0;
            for i in 1..end {
                let second = u[i - 1] - 2.0 * u[i] + u[i + 1];
                let second_dot = u_dot[i - 1] - u_dot[i] * 2.0 + u_dot[i + 1];
                energy_dot += second_dot * (second + second);
            }
            energy_dot
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    u: &[f64],
    u_dot: &[LinkedScalar],
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let mut energy = 0.0;
    let mut energy_dot = zero_dot;
    let end = u.len() - 1;
    for i in 1..end {
        let second = u[i - 1] - 2.0 * u[i] + u[i + 1];
        let second_dot = u_dot[i - 1].minus(u_dot[i].times(2.0)).plus(u_dot[i + 1]);
        let t6 = second * second;
        energy += t6;
        energy_dot = energy_dot
            .plus(
                second_dot
                    .times(second + second)
                    .binary(
                        ::ad_runtime::scalar::Binary::Product,
                        (second, second_dot),
                        (second, second_dot),
                        t6,
                    ),
            );
    }
    (energy, energy_dot)
}

fn f_vjp<'r0>(
    u: &'r0 [f64],
) -> (f64, impl ::ad_runtime::Fn(f64) -> ::ad_runtime::Vec<f64> + use<'r0>) {
    let mut energy = 0.0;
    let end = u.len() - 1;
    for i in 1..end {
        let t0 = u[i - 1];
        let t1 = u[i];
        let t2 = 2.0 * t1;
        let t3 = t0 - t2;
        let t4 = u[i + 1];
        let second = t3 + t4;
        energy += second * second;
    }
    (
        energy,
        move |y_bar: f64| {
            let mut energy_bar = y_bar;
            let mut u_bar = ::ad_runtime::zeros(u.len());
            let mut carry = 0.0;
            let mut carry_1 = 0.0;
            for i in (1..end).rev() {
                let second = u[i - 1] - 2.0 * u[i] + u[i + 1];
                let second_bar = energy_bar * (second + second);
                let t14 = carry_1 + -second_bar * 2.0;
                u_bar[i + 1] = carry + second_bar;
                carry = t14;
                carry_1 = second_bar;
            }
            if 1 < end {
                u_bar[1] += carry;
                u_bar[0] += carry_1;
            }
            u_bar
        },
    )
}

fn f_grad(u: &[f64]) -> ::ad_runtime::Vec<f64> {
    let end = u.len() - 1;
    let mut energy_bar = 1.0;
    let mut u_bar = ::ad_runtime::zeros(u.len());
    let mut carry = 0.0;
    let mut carry_1 = 0.0;
    for i in 1..end {
        let second = u[i - 1] - 2.0 * u[i] + u[i + 1];
        let second_bar = energy_bar * (second + second);
        let t14 = carry_1 + -second_bar * 2.0;
        u_bar[i - 1] = carry + second_bar;
        carry = t14;
        carry_1 = second_bar;
    }
    if 1 < end {
        u_bar[end - 1] += carry;
        u_bar[end] += carry_1;
    }
    u_bar
}
