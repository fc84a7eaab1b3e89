// From linear radiance to the picture.
vec3 filmic(vec3 c) {  // Narkowicz 2015, a fit of ACES
    return clamp(c * (2.51 * c + 0.03) / (c * (2.43 * c + 0.59) + 0.14), 0.0, 1.0);
}

vec3 encoded(vec3 c) {  // IEC 61966-2-1
    c = clamp(c, 0.0, 1.0);
    return mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
}

float grain(vec2 pixel) {  // interleaved gradient noise, Jimenez 2014
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

vec3 picture(vec3 c) {
    if (grid.w > 0.0) {
        c = encoded(filmic(c * grid.w));
        return c + (grain(gl_FragCoord.xy) - 0.5) / 255.0;
    }
    return encoded(c);
}

vec4 outcome(vec3 c, float alpha) {
    return eye.w > 0.5 ? vec4(picture(c), alpha) : vec4(min(c, vec3(3.0)) * alpha, alpha);
}

// The same for what is already thinned by its opacity.
vec4 mixed(vec4 c) {
    return eye.w > 0.5 ? vec4(picture(c.rgb), c.a) : vec4(min(c.rgb, vec3(3.0)), c.a);
}
