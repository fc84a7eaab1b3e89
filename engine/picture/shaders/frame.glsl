// What every program of one picture shares. Metres, the scene's frame, linear light.
layout(std140) uniform Frame {
    mat4 view_projection;
    mat4 key_matrix;      // scene to the key's shadow map: uv and depth, 0..1
    mat4 dome_matrix;     // the same for this sample's piece of sky
    mat4 sole_matrix;     // the same for the view from under the floor
    vec4 eye;             // xyz position; w 1: this program writes the picture, 0: a sample of it
    vec4 key;             // xyz towards the key; w size of a texel of its map
    vec4 dome;            // xyz towards this sample's piece of sky; w size of a texel of its map
    vec4 pool;            // xyz centre of the pool of light on the floor; w its radius
    vec4 grid;            // x cell, y strength of the lines, z 1: there is a floor, w exposure, 0: none
    vec4 rig;             // x cos, y sin of the camera's yaw; zw size of a pixel, 1 / px
    vec4 top;             // background at the top, rgb in the unit of a sample, w alpha
    vec4 bottom;          // and at the foot; w how far this sample turns its filters, in turns
    vec4 square;          // xy low corner, zw 1 / extent of the floor's light map, in x and z
    vec4 height;          // x how high contact shadows reach, y their blur, z the key's blur, w spare
};
