using CallCenter.DemoPhones;

return await CommandLine.Run(args, Demo.Run);
