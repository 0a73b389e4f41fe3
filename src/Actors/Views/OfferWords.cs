using System.Globalization;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Views;

/// <summary>The words of an offer's reason, in both languages.</summary>
public static class OfferWords
{
    public static (string En, string Zh) Why(OfferReason reason)
    {
        var (en, zh) = Cause(reason);
        return (
            string.Create(CultureInfo.InvariantCulture, $"{en} (agents free {reason.AgentsAvailable}, calls waiting {reason.CallsWaiting})"),
            string.Create(CultureInfo.InvariantCulture, $"{zh}（空闲坐席 {reason.AgentsAvailable}，等待来电 {reason.CallsWaiting}）"));
    }

    public static (string En, string Zh) Rule(string rule) => rule switch
    {
        "longest-idle" => ("longest idle", "空闲最久"),
        "most-skilled" => ("most skilled", "技能最高"),
        "round-robin" => ("round robin", "轮流"),
        "fewest-calls" => ("fewest calls", "接听最少"),
        "least-occupied" => ("least occupied", "占用率最低"),
        _ => (rule, rule),
    };

    /// <summary>Why an agent who was free did not get it.</summary>
    public static (string En, string Zh) OfAgent(LostBy why) => why switch
    {
        LostBy.Order => ("comes later in the order", "顺序在后"),
        LostBy.Needs => ("does not have what the call needs", "不具备来电所需技能"),
        LostBy.Preference => ("the call should rather have another", "来电优先其他坐席"),
        LostBy.Exclusion => ("did not take this call a short while ago", "刚才未接此来电"),
        LostBy.Reserve => ("is kept for calls of higher priority", "为高优先级来电保留"),
        LostBy.Pick => ("the call was picked for another", "来电已被指定给他人"),
        _ => ("lost", "未选中"),
    };

    /// <summary>Why a call that was further ahead did not get the agent.</summary>
    public static (string En, string Zh) OfCall(LostBy why) => why switch
    {
        LostBy.Order => ("comes later for this agent", "对该坐席顺序在后"),
        LostBy.Needs => ("the agent does not have what it needs", "坐席不具备其所需技能"),
        LostBy.Preference => ("it should rather have another agent", "优先其他坐席"),
        LostBy.Exclusion => ("the agent did not take it a short while ago", "坐席刚才未接"),
        LostBy.Reserve => ("the agent is kept for calls of higher priority", "坐席为高优先级来电保留"),
        LostBy.Pick => ("this call was picked past the order", "本来电被越序指定"),
        _ => ("lost", "未选中"),
    };

    private static (string En, string Zh) Cause(OfferReason reason) => reason.Cause switch
    {
        OfferCause.Preferred => ("one whom it should rather have", "优先坐席"),
        OfferCause.Picked => ($"picked by {reason.By}", $"由 {reason.By} 指定"),
        OfferCause.Taken => ($"the agent picked it for itself, as {reason.By}", $"坐席自行接取（{reason.By}）"),
        _ => ($"next in order, {Rule(reason.Rule).En}", $"按顺序，{Rule(reason.Rule).Zh}"),
    };
}
