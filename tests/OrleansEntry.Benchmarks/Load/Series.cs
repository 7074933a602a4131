using System.Globalization;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>What one measure gave, turn by turn.</summary>
internal sealed class Series
{
    private readonly List<double> _values = [];

    public double Median
    {
        get
        {
            var sorted = _values.Order().ToArray();
            var middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    public void Add(double value) => _values.Add(value);

    /// <summary>Turn by turn over another measure.</summary>
    public Series Over(Series other) => Join(other, (mine, others) => mine / others);

    /// <summary>Turn by turn less another measure.</summary>
    public Series Less(Series other) => Join(other, (mine, others) => mine - others);

    public string MedianAs(string format) => Median.ToString(format, CultureInfo.InvariantCulture);

    public string RangeAs(string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{_values.Min().ToString(format, CultureInfo.InvariantCulture)}–{_values.Max().ToString(format, CultureInfo.InvariantCulture)}");

    private Series Join(Series other, Func<double, double, double> join)
    {
        var joined = new Series();
        foreach (var (mine, others) in _values.Zip(other._values)) joined.Add(join(mine, others));
        return joined;
    }
}

/// <summary>A measure of work: how much a second, and what processor time each took where the work was done.</summary>
internal sealed class WorkSeries
{
    public Series Rate { get; } = new();

    public Series ProcessorMicroseconds { get; } = new();

    public void Add(int done, TimeSpan took, TimeSpan processor)
    {
        Rate.Add(done / took.TotalSeconds);
        ProcessorMicroseconds.Add(processor.TotalMicroseconds / done);
    }
}
