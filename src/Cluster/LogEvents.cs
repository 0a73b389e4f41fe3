namespace CallCenter.Cluster;

/// <summary>The ids of everything the engine logs. Never used again for something else.</summary>
internal static class LogEvents
{
    public const int EventStored = 1000;
    public const int BatchFailed = 1001;
    public const int BatchInDoubt = 1002;
    public const int ShardsLost = 1003;
    public const int ActorCrashed = 1010;
    public const int ActorImpaired = 1011;
    public const int LoadFailed = 1012;
    public const int TagUnknown = 1013;
    public const int SnapshotNotKept = 1014;
    public const int SnapshotIgnored = 1015;
    public const int PerformerFailed = 1020;
    public const int NotUnderstood = 1021;
    public const int CancelFailed = 1022;
    public const int AcquireFailed = 1023;
    public const int NotCarried = 1024;
    public const int Recovered = 1030;
    public const int LoopFailed = 1031;
    public const int Stopped = 1032;
    public const int JournalOpened = 1040;
    public const int AppendFailed = 1041;
    public const int CheckpointFailed = 1042;
    public const int SessionBroke = 1043;
    public const int SchemaMigrated = 1044;
    public const int DatabaseAwaited = 1045;

    // links
    public const int LinkListening = 1100;
    public const int LinkPlain = 1101;
    public const int LinkMade = 1102;
    public const int LinkEnded = 1103;
    public const int LinkNotMade = 1104;
    public const int LinkTurnedAway = 1105;
    public const int LinkUserFailed = 1106;
    public const int LinkNotWritten = 1107;
    public const int LinkAcceptFailed = 1108;
    public const int CertificateLoaded = 1110;
    public const int CertificateUnusable = 1111;

    // members
    public const int MemberJoined = 1200;
    public const int MemberJoinFailed = 1201;
    public const int MemberNameInUse = 1202;
    public const int MemberNamesakeLives = 1203;
    public const int MemberFallen = 1204;
    public const int MemberRenewalFailed = 1205;
    public const int MemberHeld = 1206;
    public const int MemberResumed = 1207;
    public const int MemberFrozen = 1208;
    public const int MemberSuspended = 1209;
    public const int MemberSuspected = 1210;
    public const int MemberEvicted = 1211;
    public const int MemberGained = 1212;
    public const int MemberLost = 1213;
    public const int MemberNotTaken = 1214;
    public const int MemberHandedOver = 1215;
    public const int MemberNotHandedOver = 1216;
    public const int MemberHandoverInDoubt = 1217;
    public const int MemberFencedOff = 1218;
    public const int MemberLeaving = 1219;
    public const int MemberLeft = 1220;
}
