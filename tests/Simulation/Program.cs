using CallCenter.Simulation;
using CallCenter.Simulation.Truth;

// `simulate …` is the long tool; everything else is the test runner.
return args is ["simulate", "truth", .. var figures] ? Truths.Run(figures)
    : args is ["simulate", .. var rest] ? Simulate.Run(rest)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
