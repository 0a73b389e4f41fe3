using CallCenter.Benchmarks;
using CallCenter.Benchmarks.Cluster;

if (args is [BenchMember.Command, var member])
{
    return await BenchMember.Serve(member);
}

var all = Catalogue.All;
var wanted = args is [] ? all : [.. all.Where(bench => args.Any(name => all.Any(one => one.Name == name) ? bench.Name == name : bench.Name.StartsWith(name, StringComparison.Ordinal)))];
if (args is ["list"] || wanted.Count == 0)
{
    foreach (var bench in all)
    {
        Console.WriteLine($"{bench.Name,-14} {bench.What}");
    }

    return args is ["list"] ? 0 : 2;
}

var failed = 0;
foreach (var bench in wanted)
{
    failed += await Report.Of(bench) ? 0 : 1;
}

return failed;
