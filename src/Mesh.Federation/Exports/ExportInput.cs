namespace Mesh.Federation.Exports;

/// <summary>What the exports of a gateway are told.</summary>
internal abstract record ExportInput
{
    private ExportInput()
    {
    }

    /// <summary>What the mesh looks like now.</summary>
    /// <param name="Jitter">0 to 1: spreads what is said when gateways change.</param>
    public sealed record Seen(ExportView View, double Jitter) : ExportInput;

    /// <summary>Time passes, or there is room for more.</summary>
    public sealed record Tick : ExportInput
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>One effect has ended, well or for good.</summary>
    public sealed record Done : ExportInput
    {
        public static readonly Done Instance = new();
    }

    /// <summary>The overlay could not be told: it has ended, and is begun once more, soon, if it still is to be said.</summary>
    /// <param name="Jitter">0 to 1.</param>
    public sealed record Failed(ExportEffect Effect, double Jitter) : ExportInput;
}
