vec3 backdrop(vec2 pixel) {
    vec2 s = pixel * rig.zw;
    vec2 d = (s - vec2(0.5, 0.55)) * vec2(1.0, 0.9);
    float halo = exp(-4.0 * dot(d, d));
    return mix(bottom.rgb, top.rgb, smoothstep(0.0, 1.0, s.y)) * (0.88 + 0.30 * halo);
}
