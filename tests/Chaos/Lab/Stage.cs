namespace CallCenter.Chaos.Lab;

/// <summary>On what cluster a fault is struck. All faults of one stage share its cluster; each stage has its own.</summary>
internal enum Stage
{
    Common,

    /// <summary>The database lies on a disk that can be filled: needs a file system of its own.</summary>
    SmallDisk,

    /// <summary>Each process sees clocks of its own: needs libfaketime.</summary>
    OwnClocks,

    /// <summary>The product is built with its failpoints: the Debug build.</summary>
    Failpoints,

    /// <summary>The sound of calls is on two rtpengines, and the callers speak and listen: needs rtpengine and Redis.</summary>
    MediaServers,
}
