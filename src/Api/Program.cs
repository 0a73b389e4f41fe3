using CallCenter.Api.Composition;

return await CommandLine.Run(args, Center.Run);
