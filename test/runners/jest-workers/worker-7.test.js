require('./isolated.cjs')('worker 7');
