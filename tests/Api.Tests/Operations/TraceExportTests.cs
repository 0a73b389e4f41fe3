using System.Diagnostics;
using System.Text;
using CallCenter.Api.Composition;
using CallCenter.Cluster.Tracing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallCenter.Api.Tests.Operations;

public sealed class TraceExportTests
{
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    [Fact]
    public async Task Spans_go_to_the_collector_that_the_environment_names_and_otherwise_nowhere()
    {
        Assert.Null(TraceExport.Start("core-1"));

        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = await Collector(received);
        Environment.SetEnvironmentVariable(TraceExport.EndpointVariable, collector.Urls.Single());
        Environment.SetEnvironmentVariable(ProtocolVariable, "http/protobuf");
        try
        {
            using var source = new ActivitySource(ClusterTraces.SourceName);
            using (TraceExport.Start("core-1"))
            {
                source.StartActivity("ask Call RecordArrival")!.Dispose();
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable(TraceExport.EndpointVariable, null);
            Environment.SetEnvironmentVariable(ProtocolVariable, null);
        }

        var body = await received.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Contains("ask Call RecordArrival", body, StringComparison.Ordinal);
        Assert.Contains("core-1", body, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> Collector(TaskCompletionSource<string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var bytes = new MemoryStream();
            await request.Body.CopyToAsync(bytes);
            received.TrySetResult(Encoding.Latin1.GetString(bytes.ToArray()));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
