using CallCenter.Api.Composition;

return await CommandLine.Run(args, async (options, stop) =>
{
    using var traces = TraceExport.Start(options.Cluster?.Node);
    return await Center.Run(options, stop);
});
