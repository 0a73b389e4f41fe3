using System.Text.Json;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>Documents of the tests, as JSON.</summary>
internal static class Document
{
    /// <summary>One of everything, without problems. Tests replace a piece of it.</summary>
    public const string Good = """
        {
          "tenant": "demo",
          "name": "Demo",
          "trunks": [{"id": "local", "sources": ["127.0.0.0/8"], "outbound": "sip:192.0.2.10:5060"}],
          "numbers": {"4000": {"queue": "sales"}, "4001": {"queue": "support", "priority": 5}},
          "queues": {
            "sales": {"ring-time": "20s", "max-wait": "5m", "overflow": {"queue": "support"}, "music": "waltz"},
            "support": {"overflow": {"number": "0800123"}}
          },
          "teams": {"red": {"name": "Red"}},
          "reasons": {"break": {"limit": "15m"}},
          "phones": {"6001": {"password": "demo-6001"}, "6002": {"contact": "sip:a2@127.0.0.1:7000"}},
          "agents": {
            "1001": {"name": "Li Wei", "team": "red", "phone": "6001", "queues": ["sales", "support"], "start": "ready"},
            "1002": {"phone": "6002", "queues": ["sales", {"queue": "support", "level": 2, "share": 3}], "skills": {"english": 5, "billing": 3}, "choice": "share"}
          }
        }
        """;

    public static DocumentReading Read(string json, TenantDocument? inForce = null)
    {
        using var tree = JsonDocument.Parse(json);
        return TenantDocumentReader.Read(tree.RootElement, inForce);
    }

    public static TenantDocument Of(string json, TenantDocument? inForce = null) =>
        Read(json, inForce) is { Document: { } document } ? document : throw new InvalidOperationException(string.Join('\n', Read(json, inForce).Problems));

    /// <summary>The good one with one piece replaced; the piece must be there.</summary>
    public static string With(string piece, string by) =>
        Good.Contains(piece, StringComparison.Ordinal) ? Good.Replace(piece, by, StringComparison.Ordinal) : throw new ArgumentException($"not in the document: {piece}");

    public static string Written(TenantDocument document)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        using (var written = JsonDocument.Parse(TenantDocumentWriter.Written(document)))
        {
            written.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
