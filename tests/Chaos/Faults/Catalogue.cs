namespace CallCenter.Chaos.Faults;

/// <summary>Every fault that can be struck, in the order of its number.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new OneCoreDies(), new OneCoreDiesAtAPoint(), new TheHeirDiesToo(), new AllCoresDie(), new OneCoreFreezes(), new OneCoreFreezesInAnAppend(), new TheTakeOverIsNotHeardOf(),
        new OneClockIsWrong(),
        new CoresDoNotHearEachOther(), new StartedTwice(), new OneCoreLosesTheDatabase(), new OneMediaServerIsNotReached(), new TheDatabaseRestarts(), new TheStandbyIsPromoted(),
        new AllLeasesEndAtOnce(), new TheDiskIsFull(), new MessagesComeLate(), new OneMediaServerDies(), new TheShiftBegins(), new OneCoreIsDrained(), new AnEventIsPoison(),
        new TheMachineIsBusy(), new TwoAtOnce(),
    ];
}
