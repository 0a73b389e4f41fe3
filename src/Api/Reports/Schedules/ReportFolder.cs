using CallCenter.Api.Webhooks;

namespace CallCenter.Api.Reports.Schedules;

/// <summary>
/// Reports as files: <c>TENANT/SCHEDULE/name</c> below the operator's folder. A file is there whole or not at all, and written again it is the same file.
/// </summary>
internal sealed class ReportFolder(string folder)
{
    public Attempt Write(ReportDelivery delivery, byte[] body)
    {
        try
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, delivery.Tenant, delivery.Schedule)).FullName;
            var (file, part) = (Path.Combine(place, delivery.FileName!), Path.Combine(place, $".{delivery.FileName}.part"));
            using (var written = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                written.Write(body);
                written.Flush(flushToDisk: true);
            }

            File.Move(part, file, overwrite: true);
            return new Attempt.Done();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Attempt.Failed(failure.Message.Length <= 200 ? failure.Message : failure.Message[..200], null);
        }
    }
}
