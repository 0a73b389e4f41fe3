namespace CallCenter.Actors.Queues.Routing;

/// <summary>
/// What makes agents alike for a queue: which classes of calls they may take, and which of those would rather have them; of the first
/// <paramref name="ClassCount"/> classes, which were all there were when it was worked out.
/// </summary>
public sealed record AgentKind(int ClassCount, ClassSet May, ClassSet Should)
{
    public static AgentKind Of(AgentProfile? profile, ReadOnlySpan<NeedClass> classes)
    {
        ClassSet may = default, should = default;
        for (var number = 0; number < classes.Length; number++)
        {
            var needs = classes[number];
            if (needs.Require.AreMetBy(profile))
            {
                may = may.With(number);
                should = needs.Prefer is not Needs.Anybody && needs.Prefer.AreMetBy(profile) ? should.With(number) : should;
            }
        }

        return new AgentKind(classes.Length, may, should);
    }
}
