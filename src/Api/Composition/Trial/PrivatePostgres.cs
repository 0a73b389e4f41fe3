using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace CallCenter.Api.Composition.Trial;

/// <summary>
/// A PostgreSQL of our own in a folder: for trying a cluster out, and for tests. Every commit is flushed, as in earnest; it listens on one loopback
/// address, with a password made at its creation and kept in the folder. It ends with whoever started it, also when that is killed: a
/// shell between us holds its life, sees our end of a pipe close, and the server dies with the shell. Needs Linux (setpriv, setsid).
/// </summary>
internal sealed class PrivatePostgres : IDisposable
{
    private const string User = "postgres";

    /// <summary>How long one of PostgreSQL's programs may take; starting after a crash replays the log.</summary>
    private static readonly TimeSpan ProgramMax = TimeSpan.FromSeconds(60);

    /// <summary>A server that ends at once is tried again so often: children of a killed one keep its memory for a moment.</summary>
    private const int StartsMax = 50;

    /// <summary>$1 is the program, $2 its folder, $3 its log. The server dies when this shell does, and this shell when nobody holds its input.</summary>
    private const string Holder = """
        exec 3<&0 </dev/null >>"$3" 2>&1
        setpriv --pdeathsig KILL "$1" -D "$2" 3<&- &
        server=$!
        { read -r _ <&3; kill -QUIT "$server"; } &
        watcher=$!
        exec 3<&-
        wait "$server"
        kill "$watcher"
        """;

    private readonly string folder;
    private readonly Programs programs;
    private readonly List<string> settings = [];
    private Process? holder;

    private PrivatePostgres(string folder, string address, int port, Programs programs)
    {
        this.folder = folder;
        this.programs = programs;
        Address = address;
        Port = port;
    }

    public string Address { get; }

    public int Port { get; }

    /// <summary>The postmaster's process, while it runs.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    public bool IsRunning => holder is { HasExited: false };

    /// <summary>The end of the server's log, for a failure's message.</summary>
    public string Log => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(20)) : "";

    private string Cluster => Path.Combine(folder, "cluster");

    private string LogFile => Path.Combine(folder, "server.log");

    private string PasswordFile => Path.Combine(folder, "password");

    /// <summary>As Npgsql and libpq read it; holds the password, so is never to be logged.</summary>
    public string ConnectionString(string database = "postgres") => $"Host={Address};Port={Port};Username={User};Password={Password()};Database={database}";

    /// <summary>Starts the server of this folder; makes it when there is none.</summary>
    /// <exception cref="InvalidOperationException">No PostgreSQL on this machine, or it does not start; the message says why.</exception>
    public static PrivatePostgres Start(string folder, string address, int port)
    {
        var server = new PrivatePostgres(folder, address, port, Programs.Find());
        server.programs.Own(folder);
        if (!Directory.Exists(server.Cluster))
        {
            server.Initialize();
        }

        server.Start();
        return server;
    }

    /// <summary>After <see cref="Stop"/> or <see cref="Kill"/>; replays what was committed.</summary>
    public void Start()
    {
        WriteSettings();
        File.AppendAllText(LogFile, "");
        programs.Own(LogFile);
        var began = Stopwatch.GetTimestamp();
        Run();
        for (var starts = 1; !IsReady(); holder!.WaitForExit(TimeSpan.FromMilliseconds(20)))
        {
            if (starts > StartsMax || Stopwatch.GetElapsedTime(began) > ProgramMax)
            {
                throw new InvalidOperationException($"PostgreSQL in {folder} does not start:\n{Log}");
            }

            if (!IsRunning)
            {
                starts++;
                Run();
            }
        }
    }

    /// <summary>Ends sessions, writes everything out, ends.</summary>
    public void Stop() => End("fast");

    /// <summary>As after a failure of power, but in order: nothing is written out, the next start recovers.</summary>
    public void StopImmediately() => End("immediate");

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        using var server = Process.GetProcessById(ProcessId);
        server.Kill();
        holder!.WaitForExit();
    }

    /// <summary>What happens when whoever started it dies: its end of the pipe closes.</summary>
    public void LetGo()
    {
        holder!.StandardInput.Close();
        holder.WaitForExit();
    }

    /// <summary>Changes one setting of postgresql.conf, now and for later starts; null takes it back.</summary>
    public void Set(string name, string? value)
    {
        settings.RemoveAll(line => line.StartsWith($"{name} ", StringComparison.Ordinal));
        if (value is not null)
        {
            settings.Add($"{name} = '{value}'");
        }

        WriteSettings();
        if (IsRunning)
        {
            programs.Run("pg_ctl", ["-D", Cluster, "reload"], ProgramMax);
        }
    }

    /// <summary>
    /// A standby of this server in a folder of its own, streaming. Commits here wait for it from then on: stop them waiting by
    /// <c>Set("synchronous_standby_names", null)</c>.
    /// </summary>
    public PrivatePostgres StartSynchronousStandby(string standbyFolder, string address, int port)
    {
        var standby = new PrivatePostgres(standbyFolder, address, port, programs);
        programs.Own(standbyFolder);
        File.Copy(PasswordFile, standby.PasswordFile);
        programs.Run(
            "pg_basebackup",
            ["-h", Address, "-p", Text(Port), "-U", User, "-D", standby.Cluster, "-R", "-X", "stream", "-c", "fast", "--no-sync"],
            ProgramMax,
            Password());
        standby.Start();
        Set("synchronous_standby_names", "*");
        return standby;
    }

    /// <summary>A standby becomes a server of its own; returns when it takes writes.</summary>
    public void Promote() => programs.Run("pg_ctl", ["-D", Cluster, "-w", "promote"], ProgramMax);

    public void Dispose()
    {
        if (IsRunning)
        {
            End("immediate");
        }

        holder?.Dispose();
    }

    private void Initialize()
    {
        File.WriteAllText(PasswordFile, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(PasswordFile, RandomNumberGenerator.GetHexString(32, lowercase: true));
        programs.Own(PasswordFile);
        programs.Run(
            "initdb",
            ["-D", Cluster, "-U", User, "-A", "scram-sha-256", $"--pwfile={PasswordFile}", "-E", "UTF8", "--locale=C", "--no-sync"],
            ProgramMax);
        File.AppendAllText(Path.Combine(Cluster, "postgresql.conf"), "\ninclude_if_exists = 'callcenter.conf'\n");
        File.WriteAllText(Path.Combine(Cluster, "pg_hba.conf"), "host all all all scram-sha-256\nhost replication all all scram-sha-256\n");
    }

    /// <summary>Small, durable, and quick to notice what is gone.</summary>
    private void WriteSettings() => File.WriteAllLines(
        Path.Combine(Cluster, "callcenter.conf"),
        [
            $"listen_addresses = '{Address}'",
            $"port = {Text(Port)}",
            "unix_socket_directories = ''",
            "shared_buffers = '64MB'",
            "max_connections = 100",
            "max_wal_size = '512MB'",
            "wal_log_hints = on",
            "wal_retrieve_retry_interval = '200ms'",
            "wal_receiver_timeout = '2s'",
            "wal_sender_timeout = '2s'",
            .. settings,
        ]);

    private void Run()
    {
        holder?.Dispose();
        holder = programs.Begin(Holder, programs.Path("postgres"), Cluster, LogFile);
    }

    private bool IsReady() => IsRunning && HasStarted() && programs.Succeeds("pg_ctl", ["-D", Cluster, "status"]);

    /// <summary>The eighth line of postmaster.pid says what the server is doing; pg_ctl -w reads the same.</summary>
    private bool HasStarted()
    {
        try
        {
            return File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).ElementAtOrDefault(7)?.Trim() is "ready" or "standby";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void End(string mode)
    {
        programs.Run("pg_ctl", ["-D", Cluster, "-m", mode, "-w", "stop"], ProgramMax);
        holder!.WaitForExit();
    }

    private string Password() => File.ReadAllText(PasswordFile).Trim();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The installed programs of PostgreSQL, run as a user that it accepts: it refuses root.</summary>
    private sealed class Programs(string folder)
    {
        private const string Installed = "/usr/lib/postgresql";
        private readonly bool isRoot = Environment.IsPrivilegedProcess;

        public static Programs Find()
        {
            var versions = Directory.Exists(Installed)
                ? Directory.GetDirectories(Installed).OrderByDescending(path => int.TryParse(System.IO.Path.GetFileName(path), out var version) ? version : 0).Select(path => System.IO.Path.Combine(path, "bin"))
                : [];
            var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
            var found = versions.Concat(paths).FirstOrDefault(path => File.Exists(System.IO.Path.Combine(path, "initdb")) && File.Exists(System.IO.Path.Combine(path, "postgres")));
            return new Programs(found ?? throw new InvalidOperationException("There is no PostgreSQL on this machine: initdb and postgres were not found. Debian: apt-get install postgresql."));
        }

        public string Path(string program) => System.IO.Path.Combine(folder, program);

        /// <summary>Makes the folder if need be; what is there belongs to the user that the server runs as, who can get at it.</summary>
        public void Own(string path)
        {
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(path);
            }

            if (!isRoot)
            {
                return;
            }

            Run("chown", [User, path], ProgramMax, asOwner: false);
            if (!Succeeds("test", ["-w", path]))
            {
                throw new InvalidOperationException(
                    $"PostgreSQL does not run as root, and the user {User} cannot get at {path}: start this as an ordinary user, or name a folder whose parents everybody may pass.");
            }
        }

        public Process Begin(string script, params string[] arguments)
        {
            // A session of its own: Ctrl-C at our terminal is for us, the server goes on until we are done.
            var process = new Process { StartInfo = Command("setsid", ["sh", "-c", script, "postgres", .. arguments], asOwner: true) };
            process.StartInfo.RedirectStandardInput = true;
            process.Start();
            return process;
        }

        public bool Succeeds(string program, string[] arguments) => Finish(program, arguments, ProgramMax, null, asOwner: true).ExitCode == 0;

        public void Run(string program, string[] arguments, TimeSpan max, string? password = null, bool asOwner = true)
        {
            var (exitCode, said) = Finish(program, arguments, max, password, asOwner);
            if (exitCode != 0)
            {
                throw new InvalidOperationException($"{program} failed ({exitCode}): {said}");
            }
        }

        private (int ExitCode, string Said) Finish(string program, string[] arguments, TimeSpan max, string? password, bool asOwner)
        {
            var installed = Path(program);
            using var process = new Process { StartInfo = Command(File.Exists(installed) ? installed : program, arguments, asOwner) };
            process.StartInfo.RedirectStandardOutput = true;
            process.StartInfo.RedirectStandardError = true;
            process.StartInfo.Environment["PGPASSWORD"] = password;
            process.Start();
            var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(max))
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"{program} took longer than {max.TotalSeconds} s");
            }

            return (process.ExitCode, string.Join('\n', said.Result).Trim());
        }

        private ProcessStartInfo Command(string program, string[] arguments, bool asOwner)
        {
            string[] whole = asOwner && isRoot
                ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", program, .. arguments]
                : [program, .. arguments];
            var start = new ProcessStartInfo(whole[0], whole[1..]) { WorkingDirectory = "/" };
            start.Environment["LC_ALL"] = "C";
            return start;
        }
    }
}
