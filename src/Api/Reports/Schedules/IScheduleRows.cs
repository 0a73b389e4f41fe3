namespace CallCenter.Api.Reports.Schedules;

/// <summary>
/// Schedules of reports and what became of each delivery: a file of this process (<see cref="SqliteScheduleRows"/>) or tables that all processes of a
/// cluster share (<see cref="PostgresScheduleRows"/>). One contract suite for both. Calls block; they come from many threads.
/// </summary>
internal interface IScheduleRows : IDisposable
{
    IReadOnlyList<ReportSchedule> Load();

    void Add(ReportSchedule schedule);

    /// <summary>In the place of the revision before; false: another was first.</summary>
    bool Replace(ReportSchedule schedule);

    /// <summary>With all its deliveries.</summary>
    void Delete(string tenant, string id);

    /// <summary>When the last period was due that was ordered; null: none was.</summary>
    DateTimeOffset? LastDue(string tenant, string schedule);

    /// <summary>False: it was ordered before, or its schedule is gone.</summary>
    bool Order(ReportDelivery delivery);

    /// <summary>What is to be made, oldest first.</summary>
    IReadOnlyList<ReportDelivery> Ordered(DateTimeOffset now, int max);

    /// <summary>What is made and may be sent now, oldest first.</summary>
    IReadOnlyList<ReportDelivery> Waiting(DateTimeOffset now, int max);

    /// <summary>From ordered to made, with what is sent byte for byte at each attempt; false: somebody else made it, or it is gone.</summary>
    bool Made(ReportDelivery delivery, byte[] body);

    byte[]? Body(ReportDelivery delivery);

    /// <summary>As it stands now; what is sent is kept only while it waits.</summary>
    void Update(ReportDelivery delivery);

    /// <summary>Of a schedule, newest first, at most so many, before a period and edition.</summary>
    IReadOnlyList<ReportDelivery> List(string tenant, string schedule, (DateTimeOffset Due, int Edition) before, int max);

    /// <summary>Of each schedule the newest <paramref name="ofScheduleMax"/> stay, and all that are on their way.</summary>
    void Trim(int ofScheduleMax);
}
