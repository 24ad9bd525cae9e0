namespace Mesh.Trials.Comparison;

/// <summary>Some figures that are measured together.</summary>
internal interface IRow
{
    /// <summary>As <c>--only</c> takes it.</summary>
    string Name { get; }

    string About { get; }

    IReadOnlyList<Figure> Figures { get; }

    /// <summary>A row that is not done by then is given up, with what it has.</summary>
    TimeSpan Limit => TimeSpan.FromMinutes(8);

    /// <exception cref="Exception">Whatever keeps it from its figures; the summary says it.</exception>
    Task MeasureAsync(Course course);
}
