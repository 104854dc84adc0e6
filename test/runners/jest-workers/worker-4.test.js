require('./isolated.cjs')('worker 4');
