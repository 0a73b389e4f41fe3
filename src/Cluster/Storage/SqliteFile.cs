using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CallCenter.Cluster.Storage;

/// <summary>Opening a SQLite file the way the house uses it: write-ahead log, every commit flushed, foreign files and damage refused.</summary>
internal static class SqliteFile
{
    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10000; pragma temp_store = memory; pragma cache_size = -16000;");
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Brings the schema to the newest version: each file of Schema/ once, in order, its number kept in the file itself (user_version).</summary>
    public static void Migrate(SqliteConnection connection)
    {
        var assembly = typeof(SqliteFile).Assembly;
        var scripts = assembly.GetManifestResourceNames().Where(name => name.Contains(".Storage.Schema.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var version = Number(connection, "pragma user_version");
        if (version > scripts.Count)
        {
            throw new JournalUnusableException($"The journal was written by a newer version of the program (schema {version}, this one knows {scripts.Count}). Start that version again.");
        }

        for (var next = (int)version; next < scripts.Count; next++)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(scripts[next])!);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"begin immediate; {reader.ReadToEnd()}; pragma user_version = {next + 1}; commit;"));
        }
    }

    /// <summary>
    /// A file shorter than its header says is refused at once; up to <paramref name="bytesMax"/> the structure of every page is read too, which
    /// takes about a second for half a gigabyte.
    /// </summary>
    public static void Check(SqliteConnection connection, string path, long bytesMax)
    {
        var bytes = new FileInfo(path).Length;
        using var command = connection.CreateCommand();
        command.CommandText = "pragma quick_check(1)";
        if (bytes < PagesInHeader(path) * Number(connection, "pragma page_size") || (bytes <= bytesMax && command.ExecuteScalar() is not "ok"))
        {
            throw Damaged(path, null);
        }
    }

    /// <summary>Bytes 28–31 of the file (sqlite.org/fileformat.html 1.3.8); what is only in the write-ahead log is not counted there.</summary>
    private static long PagesInHeader(string path)
    {
        const int Offset = 28;
        Span<byte> header = stackalloc byte[Offset + sizeof(uint)];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length ? 0 : BinaryPrimitives.ReadUInt32BigEndian(header[Offset..]);
    }

    public static JournalUnusableException Damaged(string path, Exception? inner)
    {
        var message = $"{path} is damaged or not a journal of this program. Nothing was changed. Keep the file, restore the newest backup of its directory, or recover what can be read: sqlite3 {Path.GetFileName(path)} .recover";
        return inner is null ? new JournalUnusableException(message) : new JournalUnusableException(message, inner);
    }
}
