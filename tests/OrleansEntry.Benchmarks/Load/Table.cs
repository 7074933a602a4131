namespace OrleansEntry.Benchmarks.Load;

/// <summary>The one table that a run prints.</summary>
internal sealed class Table
{
    private readonly List<(string Name, string Median, string Range, string Aim)> _rows = [];

    /// <summary>Adds a measure.</summary>
    /// <param name="name">What it is, with its unit.</param>
    /// <param name="series">Its turns.</param>
    /// <param name="format">How its figures are written.</param>
    /// <param name="aim">What it should reach, in words.</param>
    /// <param name="isMet">Whether its median does.</param>
    public void Add(string name, Series series, string format = "N0", string aim = "", Func<double, bool>? isMet = null) =>
        _rows.Add((name, series.MedianAs(format), series.RangeAs(format),
            isMet is null ? aim : $"{aim}: {(isMet(series.Median) ? "met" : "missed")}"));

    /// <summary>Says what the rows below are about.</summary>
    public void AddTitle(string title) => _rows.Add((title, "", "", ""));

    /// <summary>Leaves a line free.</summary>
    public void AddGap() => _rows.Add(("", "", "", ""));

    public void Write(TextWriter output)
    {
        var name = _rows.Max(row => row.Name.Length);
        var median = Math.Max(6, _rows.Max(row => row.Median.Length));
        var range = Math.Max(7, _rows.Max(row => row.Range.Length));

        output.WriteLine($"{"".PadRight(name)}  {"median".PadLeft(median)}  {"min–max".PadLeft(range)}  aim");
        foreach (var row in _rows)
            output.WriteLine($"{row.Name.PadRight(name)}  {row.Median.PadLeft(median)}  {row.Range.PadLeft(range)}  {row.Aim}".TrimEnd());
    }
}
