using System.Diagnostics;
using System.Net;

namespace CallCenter.Api.Composition;

/// <summary>The demo phones and callers: a process of their own that speaks SIP and RTP to us like any other. It ends with us.</summary>
internal sealed class Demo : IDisposable
{
    private readonly Process process;

    private Demo(Process process) => this.process = process;

    /// <summary>Null when they were not built here.</summary>
    public static Demo? Start(IPEndPoint center)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Repository.Find(Path.Combine("samples", "DemoPhones", "bin", folder.Parent!.Name, folder.Name, "CallCenter.DemoPhones.dll"));
        if (program is null)
        {
            return null;
        }

        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet", [program, "--target", center.ToString(), "--quiet"]) { RedirectStandardInput = true };
        return Process.Start(start) is { } process ? new Demo(process) : null;
    }

    public int Id => process.Id;

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
