using CallCenter.Actors.Calls;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>What call reasons say of each other: a forest, of bounded depth.</summary>
internal sealed partial class ReferenceCheck
{
    private readonly Section callReasons = Section.Of(root, "call-reasons");

    private void CheckCallReasons()
    {
        foreach (var reason in callReasons.Entries)
        {
            var path = reason.Path.Key("under");
            Refer(reason.Value.Field("under"), callReasons, "call reason", path);
            var depth = 1;
            for (var above = Above(reason.Key); above is not null && depth <= CallSummary.ReasonsMax; above = Above(above))
            {
                if (above == reason.Key)
                {
                    problems.Add(path, "goes round in a circle");
                    depth = 0;
                    break;
                }

                depth++;
            }

            if (depth > CallSummary.ReasonsMax)
            {
                problems.Add(path, $"is more than {CallSummary.ReasonsMax} deep");
            }
        }
    }

    private string? Above(string reason) => callReasons.Find(reason)?.Text("under") is { } above && callReasons.Has(above) ? above : null;
}
