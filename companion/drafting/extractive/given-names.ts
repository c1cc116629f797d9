/** Common given names, to tell "Anna said" from "Tablets. I kept them." where a capital letter alone cannot. Not complete. */

const NAMES =
  'Aaron Abby Abdul Abigail Adam Adele Adrian Ahmed Aisha Alan Alana Albert Alex Alexander Alexandra Alfie Ali Alice Alicia ' +
  'Alison Amanda Amber Amelia Amir Amy Ana Anders Andrea Andrew Andy Angela Angie Anita Ann Anna Anne Annie Anthony Antonio ' +
  'Arthur Ashley Audrey Ava Barbara Barry Becky Bella Ben Benjamin Bernard Bernice Beth Bethany Betty Beverly Bill Billy Bob ' +
  'Bobby Brad Brandon Brenda Brian Bridget Bruce Bryan Callum Cameron Carl Carla Carlos Carmen Carol Caroline Catherine ' +
  'Charles Charlie Charlotte Chelsea Cheryl Chloe Chris Christian Christina Christine Christopher Claire Clara Colin Connor ' +
  'Craig Cynthia Daisy Dan Daniel Danielle Danny Darren Dave David Dawn Dean Deborah Debbie Declan Denise Dennis Derek Diana ' +
  'Diane Diego Dominic Donald Donna Doris Dorothy Doug Dylan Ed Eddie Edward Elaine Eleanor Elena Elijah Elizabeth Ella ' +
  'Ellen Ellie Emily Emma Eric Erica Erin Ethan Eva Evan Eve Evelyn Fatima Fiona Florence Frances Francis Frank Fred Freya ' +
  'Gabriel Gareth Gary Gavin Gemma Geoff George Georgia Gerald Gillian Gina Glenn Gloria Graham Greg Hannah Harold Harriet ' +
  'Harry Hassan Hazel Heather Helen Henry Holly Howard Hugh Ian Ibrahim Imran Irene Iris Isaac Isabel Isabella Isla Ivan Jack ' +
  'Jackie Jacob Jade Jake James Jamie Jan Jane Janet Janice Jason Jasmine Jay Jean Jeff Jennifer Jenny Jeremy Jerry Jess ' +
  'Jessica Jill Jim Jimmy Jo Joan Joanna Joanne Joe Joel John Johnny Jonathan Jordan Jose Joseph Josh Joshua Joyce Juan Judith ' +
  'Judy Julia Julian Julie Juliet Justin Karen Karl Kate Katherine Kathleen Kathy Katie Kay Keith Kelly Ken Kenneth Kerry ' +
  'Kevin Kieran Kim Kimberly Kirsty Kofi Kyle Larry Laura Lauren Lee Leah Leanne Leo Leon Leonard Leroy Lewis Liam Lily Linda ' +
  'Lisa Liz Lorraine Louis Louise Lucas Lucy Luis Luke Lydia Lynn Maggie Malcolm Marcus Margaret Maria Marie Marilyn Mario ' +
  'Marion Mark Martha Martin Mary Matt Matthew Maureen Max Maya Megan Mel Melanie Melissa Mia Michael Michelle Miguel Mike ' +
  'Mina Mohammed Mohamed Molly Monica Muhammad Nadia Nancy Naomi Natalie Natasha Nathan Neil Nicholas Nick Nicola Nicole ' +
  'Nigel Nina Noah Noel Nora Norman Oliver Olivia Omar Oscar Owen Pamela Patricia Patrick Paul Paula Pauline Pedro Peggy ' +
  'Penny Pete Peter Phil Philip Phoebe Phyllis Poppy Priti Priya Rachel Raj Ralph Ravi Ray Raymond Rebecca Rhys Ricardo ' +
  'Richard Rick Rita Rob Robert Roberta Robin Roger Ron Ronald Rosa Rosie Ross Roy Ruby Russell Ruth Ryan Sally Sam Samantha ' +
  'Samuel Sandra Sara Sarah Scott Sean Sebastian Shane Shannon Sharon Sheila Shirley Simon Sofia Sophia Sophie Stacey Stan ' +
  'Stanley Stella Stephanie Stephen Steve Steven Stuart Sue Susan Suzanne Sylvia Tanya Tara Tasha Ted Teresa Terry Thelma ' +
  'Theo Theresa Thomas Tim Timothy Tina Todd Tom Tommy Tony Tracey Tracy Trevor Tyler Valerie Vanessa Vera Veronica Vicky ' +
  'Victor Victoria Vincent Violet Virginia Walter Wayne Wendy William Yasmin Yolanda Yusuf Yvonne Zac Zara Zoe'

const KNOWN: ReadonlySet<string> = new Set(NAMES.split(' '))

export function isGivenName(word: string): boolean {
  return KNOWN.has(word)
}
