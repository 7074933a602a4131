using Microsoft.Extensions.Logging;

namespace OrleansEntry.Storage.Embedded;

internal static partial class StoreLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error,
        Message = "The embedded store stopped writing after a fault of its file or disk; nothing more is stored until it is opened again")]
    public static partial void WritingStopped(this ILogger log, Exception fault);
}
