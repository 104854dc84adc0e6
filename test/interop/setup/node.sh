# What the Node services in node/shop are written with. OpenTelemetry's packages are not among it: they are this project's.

make_shop() {
  cp node/shop/package.json node/shop/package-lock.json "$1"
  npm ci --prefix "$1" --silent --no-audit --no-fund --ignore-scripts
}

set_up_node() {
  cached shop node/shop/package.json node/shop/package-lock.json
  ln -sfn ../../.cache/shop/node_modules node/shop/node_modules
}
