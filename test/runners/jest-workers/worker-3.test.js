require('./isolated.cjs')('worker 3');
