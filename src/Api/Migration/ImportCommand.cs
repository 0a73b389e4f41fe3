using System.CommandLine;
using System.Globalization;
using CallCenter.Actors.Configuration.Documents;

namespace CallCenter.Api.Migration;

/// <summary><c>import FILE</c>: another system's configuration as a document of ours, on standard output; how much of it needs a look, on standard error.</summary>
internal static class ImportCommand
{
    private const int BytesMax = 4 << 20;
    private const int Wrong = 2;

    public static Command Make(TextWriter output, TextWriter error)
    {
        var file = new Argument<FileInfo>("file") { Description = "Asterisk's queues.conf, or FreeSWITCH's callcenter.conf.xml (told apart by .xml)" };
        var tenant = new Option<string>("--tenant") { Description = "The tenant's key in the document", DefaultValueFactory = _ => "imported" };
        tenant.Validators.Add(result =>
        {
            if (!TextForm.Key.Accepts(result.GetValueOrDefault<string>() ?? ""))
            {
                result.AddError($"--tenant wants {TextForm.Key.Expected}");
            }
        });
        var pbx = new Option<string?>("--phones-at") { Description = "HOST or HOST:PORT of the old system, through which its phones are reached for the time being (default: they will register here, with new passwords)" };
        pbx.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } host && !TextForm.SipHost.Accepts($"sip:{host}"))
            {
                result.AddError("--phones-at wants HOST or HOST:PORT");
            }
        });
        var extensions = new Option<FileInfo?>("--extensions") { Description = "Asterisk's extensions.conf: which numbers lead to which queues" };
        var command = new Command("import", "Turn another system's queues and agents into a configuration of ours (YAML on standard output)") { file, tenant, pbx, extensions };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(extensions), new Draft(parsed.GetValue(tenant)!, parsed.GetValue(pbx)), output, error));
        return command;
    }

    private static int Run(FileInfo file, FileInfo? extensions, Draft draft, TextWriter output, TextWriter error)
    {
        var read = file;
        try
        {
            var text = Text(file);
            if (file.Extension.Equals(".xml", StringComparison.OrdinalIgnoreCase))
            {
                CallcenterXml.Read(text, draft);
            }
            else
            {
                QueuesConf.Read(text, draft);
            }

            if (draft.IsEmpty)
            {
                throw new InvalidDataException("there is no queue in it");
            }

            if (extensions is not null)
            {
                read = extensions;
                ExtensionsConf.Read(Text(extensions), draft);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            error.WriteLine($"{read}: {failure.Message}");
            return Wrong;
        }

        output.Write(draft.Yaml(file.Name));
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {draft.Notes.Count} things to look at, as comments at the top of the document"));
        return 0;
    }

    private static string Text(FileInfo file) =>
        file.Length <= BytesMax ? File.ReadAllText(file.FullName) : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it is larger than {BytesMax} bytes"));
}
