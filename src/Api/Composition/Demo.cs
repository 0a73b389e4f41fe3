using System.Diagnostics;
using System.Net;
using CallCenter.Api.Access;

namespace CallCenter.Api.Composition;

/// <summary>
/// The demo phones and callers: a process of their own that speaks SIP and RTP to us like any other, and whose agents use our API with a token
/// of their own. It ends with us, however we end: its standard input is ours.
/// </summary>
internal sealed class Demo : IDisposable
{
    private const string TokenName = "demo phones";
    private const string TokenVariable = "CALLCENTER_TOKEN";
    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(7);

    private readonly Process process;
    private readonly TokenStore tokens;

    private Demo(Process process, TokenStore tokens) => (this.process, this.tokens) = (process, tokens);

    public int Id => process.Id;

    /// <summary>Null when they were not built here.</summary>
    public static Demo? Start(IPEndPoint center, IPEndPoint http, IReadOnlyList<string> tenants, TokenStore tokens)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Repository.Find(Path.Combine("samples", "DemoPhones", "bin", folder.Parent!.Name, folder.Name, "CallCenter.DemoPhones.dll"));
        if (program is null)
        {
            return null;
        }

        Forget(tokens);
        var api = new IPEndPoint(http.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : http.Address, http.Port);
        var start = new ProcessStartInfo(Runtime(), [program, "--target", center.ToString(), "--api", $"http://{api}", "--with-parent", "--quiet"]) { RedirectStandardInput = true };
        start.Environment[TokenVariable] = tokens.Make(TokenName, tenants, DateTimeOffset.UtcNow, requestKey: null).Text;
        start.Environment.Remove(ApiOptions.AdminTokenVariable);
        return Process.Start(start) is { } process ? new Demo(process, tokens) : null;
    }

    /// <summary>Lets them hang up and sign off.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(EndTimeMax))
        {
            process.Kill();
        }

        process.Dispose();
        Forget(tokens);
    }

    // The dotnet that runs us, unless we were started by our own executable.
    private static string Runtime() => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    private static void Forget(TokenStore tokens)
    {
        foreach (var token in tokens.All.Where(token => token.Name == TokenName))
        {
            tokens.Delete(token.Id);
        }
    }
}
