using OrleansEntry.Core.Risk;

namespace OrleansEntry.Grains.Risk;

/// <summary>What operators read about the level of the cluster.</summary>
internal static partial class RiskLog
{
    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning,
        Message = "Attack mode raised from {Before} to {After}: {Refusals:F1} refusals and {Beginnings:F1} beginnings of strangers a "
            + "second. Strangers are asked for more work; known devices go on")]
    public static partial void LevelRaised(
        this ILogger log, AttackLevel before, AttackLevel after, double refusals, double beginnings);

    [LoggerMessage(EventId = 1302, Level = LogLevel.Information,
        Message = "Attack mode lowered from {Before} to {After}: {Refusals:F1} refusals and {Beginnings:F1} beginnings of strangers a "
            + "second")]
    public static partial void LevelLowered(
        this ILogger log, AttackLevel before, AttackLevel after, double refusals, double beginnings);

    [LoggerMessage(EventId = 1303, Level = LogLevel.Warning,
        Message = "What strangers do could not be reported to the cluster; attack mode stays at {Level}, and the next report carries it")]
    public static partial void NotReported(this ILogger log, AttackLevel level, Exception exception);
}
