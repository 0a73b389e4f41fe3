using CallCenter.Api.Views;

namespace CallCenter.Api.Operations;

/// <summary>One thing that must be up before traffic comes. Composition adds those of the engine and the edge.</summary>
public interface IReadinessCheck
{
    /// <summary>In the words of the operator: journal, views, sip.</summary>
    string Name { get; }

    bool IsReady { get; }
}

/// <summary>The views have caught up with the journal.</summary>
internal sealed class ViewsReady(ViewHead head) : IReadinessCheck
{
    public string Name => "views";

    public bool IsReady => head.HasCaughtUp;
}
