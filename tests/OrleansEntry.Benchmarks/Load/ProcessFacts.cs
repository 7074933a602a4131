using System.Diagnostics;
using System.Globalization;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>What the system knows about a process.</summary>
internal static class ProcessFacts
{
    /// <summary>Processor time so far, of all its threads.</summary>
    public static TimeSpan ProcessorTime(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }

    /// <summary>Memory that it holds at the moment, in KiB.</summary>
    public static double ResidentKiB(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.WorkingSet64 / 1024d;
    }

    /// <summary>Where this was measured.</summary>
    public static string Machine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} processors, .NET {Environment.Version}, "
            + $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
}
