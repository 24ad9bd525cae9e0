namespace Mesh.Trials.Comparison;

/// <summary>What a figure is to reach: a number of its own, or a multiple of the peer's in the same run.</summary>
internal sealed record Goal
{
    /// <summary>The figure is there to be read.</summary>
    public static readonly Goal None = new(double.NaN, isTimes: false, isLeast: false);

    private readonly double _bound;
    private readonly bool _isTimes;
    private readonly bool _isLeast;

    private Goal(double bound, bool isTimes, bool isLeast)
    {
        _bound = bound;
        _isTimes = isTimes;
        _isLeast = isLeast;
    }

    public static Goal AtLeast(double bound) => new(bound, isTimes: false, isLeast: true);

    public static Goal AtMost(double bound) => new(bound, isTimes: false, isLeast: false);

    public static Goal AtLeastTimes(double bound) => new(bound, isTimes: true, isLeast: true);

    public static Goal AtMostTimes(double bound) => new(bound, isTimes: true, isLeast: false);

    /// <summary>Null: there is no goal, or what it needs was not measured.</summary>
    public bool? IsMet(double? mesh, double? ratio)
    {
        if (this == None || (_isTimes ? ratio : mesh) is not { } reached)
            return null;
        return _isLeast ? reached >= _bound : reached <= _bound;
    }

    public override string ToString() =>
        this == None ? "–" : (_isLeast ? "≥ " : "≤ ") + Numbers.Text(_bound) + (_isTimes ? " ×" : "");
}
