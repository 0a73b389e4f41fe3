using CallCenter.Chaos;

// `chaos …` is the tool; everything else is the test runner.
return args is ["chaos", .. var rest] ? await ChaosCommand.Run(rest) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
