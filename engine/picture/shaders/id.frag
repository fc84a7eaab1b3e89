flat in uint which;
uniform int object;      // from 1
out vec4 colour;

void main() {
    colour = vec4(object & 255, object >> 8, which & 255u, which >> 8) / 255.0;
}
