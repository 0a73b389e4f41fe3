using CallCenter.Cluster.Tracing;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CallCenter.Api.Composition;

/// <summary>
/// Sends spans to a collector, when the standard variable of OpenTelemetry says where; all its other variables (sampler, protocol, headers,
/// resource attributes) hold too. Without it nothing listens and no span is made.
/// </summary>
internal static class TraceExport
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What requests to the API, and the database driver, call their own spans.</summary>
    private static readonly string[] Others = ["Microsoft.AspNetCore", "Npgsql"];

    /// <summary>Null when nobody wants them. Disposing sends what is left.</summary>
    public static IDisposable? Start(string? node) => string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(EndpointVariable))
        ? null
        : Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource
                .AddService("callcenter", serviceInstanceId: node ?? Environment.MachineName)
                .AddEnvironmentVariableDetector())
            .AddSource([ClusterTraces.SourceName, .. Others])
            .AddOtlpExporter()
            .Build();
}
