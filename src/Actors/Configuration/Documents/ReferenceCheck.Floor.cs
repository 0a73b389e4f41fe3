namespace CallCenter.Actors.Configuration.Documents;

/// <summary>What teams say of breaks: reasons that exist, and one way to say how many.</summary>
internal sealed partial class ReferenceCheck
{
    private void CheckBreaks()
    {
        foreach (var team in teams.Entries)
        {
            if (team.Value.Field("breaks") is not { } breaks)
            {
                continue;
            }

            var path = team.Path.Key("breaks");
            if ((breaks.Field("number") is null) == (breaks.Field("share") is null))
            {
                problems.Add(path, "needs number or share, and not both");
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (index, reason) in (breaks.Field("reasons")?.Items() ?? []).Index())
            {
                Refer(reason, reasons, "reason", path.Key("reasons").Index(index));
                if (reason.AsText() is { } name && !seen.Add(name))
                {
                    problems.Add(path.Key("reasons").Index(index), $"\"{Shown.Clipped(name)}\" is there twice");
                }
            }
        }
    }
}
