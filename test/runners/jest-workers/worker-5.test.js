require('./isolated.cjs')('worker 5');
