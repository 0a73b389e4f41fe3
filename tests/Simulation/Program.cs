using CallCenter.Simulation;

// `simulate …` is the long tool; everything else is the test runner.
return args is ["simulate", .. var rest] ? Simulate.Run(rest) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
