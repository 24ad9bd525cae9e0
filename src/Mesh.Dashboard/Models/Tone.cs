namespace Mesh.Dashboard.Models;

/// <summary>How much something asks for attention: a colour, and a sign beside it for who does not see colours.</summary>
internal enum Tone
{
    Good,
    Quiet,
    Notice,
    Bad,
}
