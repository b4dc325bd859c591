# Bundle adjustment for one observation, as the ADBench suite writes it: a camera of 11 numbers sees a point in space,
# and the error is the distance on the image, times a weight, and 1 - weight^2.
#
#   chainrule eval examples/models/bundle.cr --load examples/data/bundle.json --output 'residual[0]'

param rotation[3], centre[3], focal, principal[2], radial[2]
param point[3], weight
input seen[2]                                     # where the point was seen

# The point as the camera stands: turned about the axis `rotation` by the angle |rotation| (Rodrigues).
offset[i] = point[i] - centre[i]
angle = sqrt(sum(i: rotation[i]^2))
axis[i] = rotation[i]/angle
across[0] = axis[1]*offset[2] - axis[2]*offset[1]
across[1] = axis[2]*offset[0] - axis[0]*offset[2]
across[2] = axis[0]*offset[1] - axis[1]*offset[0]
along = sum(i: axis[i]*offset[i])
turned[i] = if(angle > 0, offset[i]*cos(angle) + across[i]*sin(angle) + axis[i]*along*(1 - cos(angle)), offset[i])

image[i: 2] = turned[i]/turned[2]
r2 = sum(i: image[i]^2)
projected[i] = focal*image[i]*(1 + radial[0]*r2 + radial[1]*r2^2) + principal[i]

residual[0] = weight*(projected[0] - seen[0])
residual[1] = weight*(projected[1] - seen[1])
residual[2] = 1 - weight^2
loss = 1/2 * sum(i: residual[i]^2)
