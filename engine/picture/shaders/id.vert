layout(location = 0) in vec3 position;
layout(location = 6) in uint part;
uniform mat4 model;      // object to clip space
flat out uint which;

void main() {
    which = part;
    gl_Position = model * vec4(position, 1.0);
}
