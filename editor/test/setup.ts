/** The same examples in every run: a failure today is a failure tomorrow. */
import fc from "fast-check";

fc.configureGlobal({ seed: 20261124 });
