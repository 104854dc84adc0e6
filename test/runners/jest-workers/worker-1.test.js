require('./isolated.cjs')('worker 1');
