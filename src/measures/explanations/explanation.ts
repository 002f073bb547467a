/** What a page says about one measure. Texts are plain: no markup. */
export interface Explanation {
  /** One sentence: what the number is. */
  readonly says: string;
  /** For i a query, j a key, a the weight of i on j, p a position. */
  readonly formula: string;
  /** How it is counted, a paragraph each. */
  readonly counting: readonly string[];
  readonly high: string;
  readonly low: string;
  /** Where the number misleads. */
  readonly traps: readonly string[];
  readonly sources: readonly Source[];
}

export interface Source {
  readonly text: string;
  readonly url?: string;
}

const arxiv = (text: string, id: string): Source => ({ text, url: `https://arxiv.org/abs/${id}` });

export const SOURCES = {
  headland: { text: "Headland's own" },
  headvis: {
    text: "The published code of HeadVis and Neuronpedia, whose definitions and names it keeps",
    url: "https://www.neuronpedia.org/",
  },
  detector: {
    text: "TransformerLens, head_detector.py, error measure “mul”",
    url: "https://github.com/TransformerLensOrg/TransformerLens/blob/main/transformer_lens/head_detector.py",
  },
  olsson: arxiv("C. Olsson and others, In-context learning and induction heads, 2022", "2209.11895"),
  wang: arxiv("K. Wang and others, Interpretability in the wild, 2022", "2211.00593"),
  xiao: arxiv(
    "G. Xiao and others, Efficient streaming language models with attention sinks, 2023",
    "2309.17453",
  ),
  gu: arxiv("X. Gu and others, When attention sink emerges in language models, 2024", "2410.10781"),
  voita: arxiv("E. Voita and others, Analyzing multi-head self-attention, 2019", "1905.09418"),
  clark: arxiv("K. Clark and others, What does BERT look at?, 2019", "1906.04341"),
  dosovitskiy: arxiv("A. Dosovitskiy and others, An image is worth 16×16 words, 2021", "2010.11929"),
  raghu: arxiv(
    "M. Raghu and others, Do vision transformers see like convolutional neural networks?, 2021",
    "2108.08810",
  ),
  darcet: arxiv("T. Darcet and others, Vision transformers need registers, 2023", "2309.16588"),
  yeh: arxiv("C. Yeh and others, AttentionViz, 2023", "2305.03210"),
  elhage: {
    text: "N. Elhage and others, A mathematical framework for transformer circuits, 2021",
    url: "https://transformer-circuits.pub/2021/framework/index.html",
  },
  roy: { text: "O. Roy and M. Vetterli, The effective rank: a measure of effective dimensionality, 2007" },
  venna: { text: "J. Venna and S. Kaski, Neighborhood preservation in nonlinear projection methods, 2001" },
} as const satisfies Readonly<Record<string, Source>>;

/** Said of every number of ours that counts rows of a pattern. */
export const OUR_ROWS =
  "The number is a mean over the queries of the whole dataset. Queries that see a single key have no choice and are left out.";
export const CHANCE =
  "Beside it stands its chance: what a head would score that spreads the attention of every query evenly over the keys that it sees.";
