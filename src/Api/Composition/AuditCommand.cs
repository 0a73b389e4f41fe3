using System.CommandLine;
using System.Globalization;
using CallCenter.Api.Audit;
using CallCenter.Api.Postgres;

namespace CallCenter.Api.Composition;

/// <summary><c>audit verify</c>: follows every chain of audit records from its beginning, beside the running center or without it.</summary>
internal static class AuditCommand
{
    /// <summary>0: all chains are whole; 1: one is broken.</summary>
    public static Command Made(Option<DirectoryInfo> data, Option<string?> database, TextWriter output)
    {
        var verify = new Command("verify", "Follow every chain of audit records from its beginning; ends with 1 when one is broken") { data, database };
        verify.SetAction(parsed =>
        {
            var connection = parsed.GetValue(database) ?? Environment.GetEnvironmentVariable(ClusterRun.DatabaseVariable);
            if (!string.IsNullOrEmpty(connection))
            {
                using var shared = SharedDatabase.Open(connection, "audit verify");
                return Verify(new PostgresAuditRows(shared), output);
            }

            var file = Path.Combine(parsed.GetValue(data)!.FullName, SqliteAuditRows.FileName);
            if (!File.Exists(file))
            {
                output.WriteLine($"{file} is not there: nothing was recorded yet, or --data is another folder.");
                return 1;
            }

            using var rows = new SqliteAuditRows(file);
            return Verify(rows, output);
        });
        return new Command("audit", "Records of privileged acts") { verify };
    }

    private static int Verify(IAuditRows rows, TextWriter output)
    {
        var checks = rows.Chains().Select(chain => ChainCheck.Of(rows, chain)).ToList();
        foreach (var check in checks)
        {
            var name = check.Tenant.Length == 0 ? "(of no tenant)" : check.Tenant;
            output.WriteLine(check.BrokenAt is { } broken
                ? string.Create(CultureInfo.InvariantCulture, $"{name}: BROKEN at record {broken}; the {check.Records} before it are whole, head {check.Head}")
                : string.Create(CultureInfo.InvariantCulture, $"{name}: {check.Records} records are whole, head {check.Head}"));
        }

        return checks.TrueForAll(check => check.BrokenAt is null) ? 0 : 1;
    }
}
