require('./isolated.cjs')('worker 2');
