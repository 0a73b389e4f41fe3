namespace CallCenter.Api.Migration;

/// <summary>
/// Of Asterisk's <c>extensions.conf</c> which numbers lead to which queues: <c>exten => 4000,1,Queue(sales,…)</c>, or <c>same => n,Queue(…)</c> behind it.
/// All else that a dialplan does is a program, and is for people to look at.
/// </summary>
internal static class ExtensionsConf
{
    private const string Application = "Queue(";

    /// <exception cref="InvalidDataException">The file cannot be read, with the line.</exception>
    public static void Read(string text, Draft draft)
    {
        foreach (var (context, settings) in AsteriskFile.Read(text))
        {
            var number = "";
            foreach (var setting in settings.Where(setting => setting.Key is "exten" or "same"))
            {
                var parts = setting.Value.Split(',', setting.Key == "exten" ? 3 : 2, StringSplitOptions.TrimEntries);
                number = setting.Key == "exten" ? parts[0] : number;
                if (parts[^1].StartsWith(Application, StringComparison.OrdinalIgnoreCase))
                {
                    draft.Number(number, parts[^1][Application.Length..].Split(',', ')')[0].Trim(), $"[{context}] line {setting.Line}");
                }
            }
        }
    }
}
